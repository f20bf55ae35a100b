// What a schema of this package can do, whichever library made it.

/** Checks that a value has the shape of a type. The schemas here are zod's. */
export interface Schema<Output> {
  /** Returns the value, or throws an error that names the fields that are wrong. */
  parse(value: unknown): Output;
  /** Returns the value, or what is wrong with it. */
  safeParse(value: unknown): SchemaResult<Output>;
}

/** What checking a value gives: the value itself, or what is wrong with it. */
export type SchemaResult<Output> =
  | { success: true; data: Output }
  | { success: false; error: SchemaError };

/** What is wrong with a value, field by field. */
export interface SchemaError extends Error {
  /** For each field that is wrong the way to it, and what was expected. */
  issues: { path: PropertyKey[]; message: string }[];
}
