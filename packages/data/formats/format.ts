/**
 * What a format of datasets is.
 * @module
 */
import type { Splits } from "./splits.ts";

/** What is known of a path before it is read. */
export interface FoundPath {
  path: string;
  isFolder: boolean;
  /** The first 512 bytes of a file, or all of a smaller one; none of a folder. */
  start: Uint8Array;
}

/** How a file of rows is to be read. What is missing is found out. */
export interface TableOptions {
  /** The column with the text; several have commas between them, and are joined with spaces. */
  text?: string;
  /** The column with the label. */
  label?: string;
  /** The character between the fields of a line of CSV. */
  delimiter?: string;
  /** Whether the first row of CSV names the columns; without it they are called 1, 2, 3, ... */
  header?: boolean;
  /** As in `TextDecoder`. */
  encoding?: string;
  /** What is done with a row that cannot be read; `"fail"` by default. */
  onBadRow?: "fail" | "skip";
  /** A file with the examples to test on. */
  test?: string;
  /** The share of the rows that is held out to test on; 0.2 where there is no such file. */
  testShare?: number;
  /** Decides which rows are held out. */
  seed?: number;
}

/** Options of {@linkcode Format.read}. */
export interface ReadOptions {
  /** How a file of rows is read. */
  table?: TableOptions;
  /** Called with how much was read so far, and with how much there is: bytes of a file, or files. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

/** A way in which datasets are stored. */
export interface Format {
  /** What a dataset of this format is called. */
  readonly name: string;
  /** Whether a path is to be read in this format. */
  recognises(found: FoundPath): boolean;
  /**
   * Reads the examples of a path that the format recognises.
   *
   * @throws {Error} Where it cannot be read, or not be used to train a classifier. The message is one
   * line that says what was wrong, where, and what to do.
   */
  read(found: FoundPath, options: ReadOptions): Promise<Splits>;
}
