/**
 * What the package is about: a text with its label, and a dataset of them.
 * @module
 */

/** The two halves of a {@linkcode Dataset}. */
export type SplitName = "train" | "test";

/** One labelled text. */
export interface Example {
  /**
   * Names the example among all others of its dataset: split, class and name, such as
   * `test/pos/123_10` (the file `123_10.txt` of IMDb) or `train/neg/17` (the 17th line or text).
   */
  id: string;
  /** The text, cleaned by {@linkcode cleanText} unless it was loaded with `clean: false`. */
  text: string;
  /** The index of its label in {@linkcode Dataset.labels}. */
  label: number;
}

/** Examples to train on and examples to test on, and where they came from. */
export interface Dataset {
  /**
   * `"imdb"` for the 50,000 labelled reviews of the Large Movie Review Dataset, wherever they were
   * read from (they are known by their fingerprint), `"imdb-rating"` where their ratings are the
   * labels; `"sample"` for the embedded sample; else what was read: `"archive"`, `"folder"` or `"rows"`.
   */
  name: string;
  /** A specification that loads the same examples again with {@linkcode loadDataset}. */
  location: string;
  /**
   * The names of the classes, two or more, sorted: `["negative", "positive"]` for reviews of films;
   * else as the data name them.
   */
  labels: readonly string[];
  /** The examples to train on, in an order that does not depend on where they were stored. */
  train: Example[];
  /** The examples to test on, in an order that does not depend on where they were stored. */
  test: Example[];
  /** How many examples of both splits hold nothing but white space. They are kept. */
  emptyCount: number;
  /** How many rows could not be read, and were left out; missing where there are none. */
  skippedCount?: number;
  /** How a file of rows was read: which columns, how many rows; for a user to check. */
  howRead?: string;
  /** What a user must be told about these data, where there is something; one paragraph. */
  notice?: string;
  /** SHA-256 (64 hexadecimal digits) over the labels, ids and texts as read, before cleaning. */
  fingerprint: string;
}
