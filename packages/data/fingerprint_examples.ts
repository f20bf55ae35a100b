/**
 * A fingerprint of some examples, such as those that a run was trained on.
 * @module
 */
import { createHash } from "node:crypto";
import type { Example } from "./example.ts";

/**
 * SHA-256 over the ids, labels and texts of examples in their order, of each the line of JSON
 * `[id,label,text]`.
 *
 * @param examples The examples, cleaned or not: other texts give another fingerprint.
 * @returns 64 hexadecimal digits.
 *
 * @example Usage
 * ```ts
 * import { fingerprintExamples } from "@sluice/data";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(fingerprintExamples([{ id: "train/pos/1", text: "superb", label: 1 }]).length, 64);
 * ```
 */
export function fingerprintExamples(examples: readonly Example[]): string {
  const hash = createHash("sha256");
  for (const { id, label, text } of examples) hash.update(`${JSON.stringify([id, label, text])}\n`);
  return hash.digest("hex");
}
