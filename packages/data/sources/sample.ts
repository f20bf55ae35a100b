/**
 * The embedded sample: film reviews that a grammar writes, for when there are no real ones.
 * @module
 */
import type { Example, SplitName } from "../example.ts";
import { SeededRandom } from "../seeded_random.ts";
import { writeReview } from "./_sample/review.ts";
import type { Verdict } from "./_sample/verdicts.ts";

/** Options of {@linkcode makeSample}. */
export interface SampleOptions {
  /** The number of reviews to train on, half of them positive; 3,000 by default. */
  trainSize?: number;
  /** The number of reviews to test on, half of them positive; 1,000 by default. */
  testSize?: number;
  /** Any integer; 1 by default. */
  seed?: number;
}

/**
 * Writes film reviews in English, each of 40 to 160 words and with a clear verdict.
 *
 * Reviews praise and blame, often by saying that something is not good or never bad, grant what
 * speaks for the other side, tell of the plot without an opinion, and give their verdict anywhere.
 * So counting words goes far but not all the way: order matters. The films and people are made up.
 *
 * @returns The reviews of both splits, in pieces of equal classes, the same for the same options.
 */
export function makeSample(options: SampleOptions = {}): Record<SplitName, Example[]> {
  const { trainSize = 3000, testSize = 1000, seed = 1 } = options;
  return {
    train: writeSplit("train", trainSize, seed, 0),
    test: writeSplit("test", testSize, seed, 2 ** 32),
  };
}

function writeSplit(split: SplitName, size: number, seed: number, firstStream: number): Example[] {
  const negative = Math.floor(size / 2);
  return Array.from({ length: size }, (_, index) => {
    const label: Verdict = index < negative ? 0 : 1;
    const number = (label === 1 ? index - negative : index) + 1;
    return {
      id: `${split}/${label === 1 ? "pos" : "neg"}/${number}`,
      text: writeReview(new SeededRandom(seed, firstStream + index), label),
      label,
    };
  });
}
