/**
 * The dropout of a model, each in a place of its own.
 *
 * @module
 */
import type * as layers from "@tensorflow/tfjs-layers";
import type { DropoutSource } from "./layers/dropout_mask.ts";
import { VariationalDropout } from "./layers/variational_dropout.ts";

/** Hands out the dropout of a model, in the order in which it is built. */
export class Dropouts {
  readonly #seed: number;
  #places = 0;

  /** @param seed The model's seed. */
  constructor(seed: number) {
    this.#seed = seed;
  }

  /** What decides the masks of the next place; undefined where nothing is dropped. */
  next(rate = 0): DropoutSource | undefined {
    const place = this.#places++;
    return rate === 0 ? undefined : { rate, seed: this.#seed, place };
  }

  /** Features, of which some are dropped in training; the features themselves where none are. */
  of(features: layers.SymbolicTensor, name: string, rate?: number): layers.SymbolicTensor {
    const source = this.next(rate);
    if (source === undefined) return features;
    return new VariationalDropout({ name, ...source }).apply(features) as layers.SymbolicTensor;
  }
}
