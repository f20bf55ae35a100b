import { SeededRandom } from "@sluice/data/seeded_random";

/** Random choices that a seed replays. */
export class Random {
  readonly #random: SeededRandom;

  /** The choices of one case: its number in the part, under the seed of the whole. */
  constructor(seed: number, part: number, index: number) {
    // A stream for each part, and within it a seed for each case.
    this.#random = new SeededRandom(seed * 1_000_003 + index, part);
  }

  /** A whole number from 0 to below the bound. */
  below(bound: number): number {
    return this.#random.integer(Math.max(1, bound));
  }

  /** A whole number between two, both included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  /** From 0 to 1, excluded. */
  next(): number {
    return this.#random.float();
  }

  /** Whether something of this probability happens. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of several. */
  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }
}
