// Predictions of many runs on the same examples, kept small: the examples once, some numbers a run.
import { decideLabel, type Prediction } from "@sluice/runs";

/** A set of test examples, in the order of their ids. */
export interface TestSet {
  /** The ids, in order. */
  ids: readonly string[];
  /** The index of the label of each. */
  labels: Uint16Array;
}

/** What one run says about a set of test examples. */
export interface TestPredictions {
  /** The examples; the same object for every run on the same examples. */
  testSet: TestSet;
  /** The probabilities of each example, as a `Task` has them. */
  probabilities: readonly (readonly number[])[];
  /** The index of the label that was said of each example. */
  said: Uint16Array;
  /** 1 for each example that is labelled rightly, else 0. */
  correct: Uint8Array;
  /** The tokens that the model read of each example, where every prediction says so. */
  lengths?: Int32Array;
}

/** The sets of test examples met so far. */
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
        labels: Uint16Array.from(rows, (row) => row.label),
      };
      this.#sets.set(digest, testSet);
    }
    const said = Uint16Array.from(rows, (row) => decideLabel(row.probabilities));
    return {
      testSet,
      probabilities: rows.map((row) => row.probabilities),
      said,
      correct: Uint8Array.from(rows, (row, index) => Number(said[index] === row.label)),
      ...(rows.every((row) => row.length !== undefined) && {
        lengths: Int32Array.from(rows, (row) => row.length!),
      }),
    };
  }
}
