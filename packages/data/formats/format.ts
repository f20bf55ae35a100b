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

/** Options of {@linkcode Format.read}. */
export interface ReadOptions {
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
