// Normalisers one after the other.

import type { Json } from "../json/json_object.ts";
import type { AlignedText } from "../text/aligned_text.ts";
import type { Normalizer } from "./normalizer.ts";

/** Applies normalisers in order. */
export class NormalizerSequence implements Normalizer {
  readonly #normalizers: readonly Normalizer[];

  constructor(normalizers: readonly Normalizer[]) {
    this.#normalizers = normalizers;
  }

  /** Changes the text in place. */
  normalize(text: AlignedText): void {
    for (const normalizer of this.#normalizers) normalizer.normalize(text);
  }

  /** The stage in a tokenizer.json. */
  toJSON(): Json {
    return { type: "Sequence", normalizers: this.#normalizers.map((one) => one.toJSON()) };
  }
}
