// Checks what a file holds by a schema, and says in one line what it found wrong first.
import type { Schema, SchemaError, SchemaResult } from "./schema.ts";

/** What {@linkcode Schema.safeParse} gives, whatever the value is. */
export function checkSchema<Output>(schema: Schema<Output>, value: unknown): SchemaResult<Output> {
  try {
    return schema.safeParse(value);
  } catch (cause) {
    // zod asks an object for its length where it expects a string, and that may be anything.
    const message = "an object that poses as a text or a list";
    const issues = [{ path: [], message }];
    return { success: false, error: Object.assign(new Error(message, { cause }), { issues }) };
  }
}

/** The field in the notation of JavaScript, `epochs[2].testLoss`, and what was expected of it. */
export function describeIssue(error: SchemaError): string {
  const issue = error.issues[0]!;
  const field = issue.path
    // A key may be anything that a file says.
    .map((key) => typeof key === "number" ? `[${key}]` : `.${oneLine(String(key))}`)
    .join("").replace(/^\./, "");
  const message = oneLine(issue.message.replace(/^Invalid input: /, ""));
  return field === "" ? message : `${field}: ${message}`;
}

/** A text of a file on one line of at most 200 characters. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").slice(0, 200);
}
