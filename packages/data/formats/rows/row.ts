/**
 * What a file of rows holds: a table, or objects, or lines with their labels.
 * @module
 */

/** One row: what it says in each column, by name. A column that it lacks is missing. */
export interface Row {
  /** Its number among the rows, from 1; a header is none. */
  number: number;
  /** Where it begins, such as `line 3`, where that is not its number. */
  place?: string;
  /** The fields by the names of their columns. */
  fields: Readonly<Record<string, unknown>>;
}

/** A row that cannot be read. */
export interface BadRow {
  number: number;
  place?: string;
  /** What is wrong with it. */
  problem: string;
}

/** Rows on their way in. */
export interface Rows {
  /** What the file is, in words: `CSV with semicolons`. */
  kind: string;
  /** The names of the columns, as far as the first row or a header tells. */
  columns: readonly string[];
  /** Reads the rows once, those that cannot be read among them; these columns at least. */
  rows(columns: readonly string[]): AsyncIterable<Row | BadRow>;
}

/** How a table is written, where that is not to be found out. */
export interface RowOptions {
  /** The character between the fields of a line. */
  delimiter?: string;
  /** Whether the first row names the columns; without it they are called 1, 2, 3, ... */
  header?: boolean;
}
