// One line for what a zod schema found wrong first: which field, and what was expected.
import type { SchemaError } from "./schema.ts";

/** The field in the notation of JavaScript, `epochs[2].testLoss`, and what was expected of it. */
export function describeIssue(error: SchemaError): string {
  const issue = error.issues[0]!;
  const field = issue.path
    .map((key) => typeof key === "number" ? `[${key}]` : `.${String(key)}`)
    .join("").replace(/^\./, "");
  const message = issue.message.replace(/^Invalid input: /, "").replace(/\s+/g, " ");
  return field === "" ? message : `${field}: ${message}`;
}
