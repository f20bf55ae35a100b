/**
 * A fingerprint of a dataset: equal for equal data, wherever they were stored.
 * @module
 */
import { createHash } from "node:crypto";
import type { Example } from "./example.ts";

/**
 * SHA-256 over the labels, ids and texts of examples in their order. Every field goes in with its
 * length, so that no two datasets give the same bytes.
 *
 * @param splits The examples of each split, such as a dataset's `train` and `test`.
 * @returns 64 hexadecimal digits.
 *
 * @example Usage
 * ```ts
 * import { fingerprintDataset } from "@sluice/data";
 * import { assertEquals } from "@std/assert";
 *
 * const train = [{ id: "train/pos/1", text: "superb", label: 1 }];
 * assertEquals(fingerprintDataset(train, []).length, 64);
 * ```
 */
export function fingerprintDataset(...splits: readonly (readonly Example[])[]): string {
  const hash = createHash("sha256");
  for (const examples of splits) {
    hash.update(`${examples.length}\n`);
    for (const { label, id, text } of examples) {
      hash.update(`${label} ${id.length} ${text.length}\n${id}${text}`);
    }
  }
  return hash.digest("hex");
}
