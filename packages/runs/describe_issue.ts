// One line for what a zod schema found wrong first: which field, and what was expected.
import type { SchemaError } from "./schema.ts";

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

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").slice(0, 200);
}
