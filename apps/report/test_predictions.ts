// Predictions of many runs on the same reviews, kept small: the reviews once, a number a run.
import type { Prediction } from "@sluice/train/run_record";

/** A set of test reviews, in the order of their ids. */
export interface TestSet {
  /** The ids, in order. */
  ids: readonly string[];
  /** The label of each: 0 negative, 1 positive. */
  labels: Uint8Array;
}

/** What one run says about a set of test reviews. */
export interface TestPredictions {
  /** The reviews; the same object for every run on the same reviews. */
  testSet: TestSet;
  /** The probability of each review to be positive. */
  probabilities: Float64Array;
  /** 1 for each review that is labelled rightly, else 0. */
  correct: Uint8Array;
  /** The tokens that the model read of each review, where every prediction says so. */
  lengths?: Int32Array;
}

/** The sets of test reviews met so far. */
export class TestSets {
  #sets = new Map<string, TestSet>();

  /** Puts predictions in the order of the ids and shares what other runs have said already. */
  async add(predictions: readonly Prediction[]): Promise<TestPredictions> {
    const rows = predictions.toSorted((a, b) => a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
    const text = rows.map(({ id, label }) => `${label} ${id}\n`).join("");
    const digest = new Uint8Array(
      await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)),
    ).toHex();
    let testSet = this.#sets.get(digest);
    if (testSet === undefined) {
      testSet = {
        ids: rows.map((row) => row.id),
        labels: Uint8Array.from(rows, (row) => row.label),
      };
      this.#sets.set(digest, testSet);
    }
    return {
      testSet,
      probabilities: Float64Array.from(rows, (row) => row.probability),
      correct: Uint8Array.from(
        rows,
        (row) => Number((row.probability >= 0.5) === (row.label === 1)),
      ),
      ...(rows.every((row) => row.length !== undefined) && {
        lengths: Int32Array.from(rows, (row) => row.length!),
      }),
    };
  }
}
