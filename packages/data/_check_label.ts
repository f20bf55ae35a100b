/**
 * The limits of a label.
 * @module
 */
import type { Example } from "./example.ts";

/** Labels are kept in 16 bits. */
const MOST_LABELS = 2 ** 16 - 1;

/**
 * Refuses a label that is not the index of a class that there can be.
 *
 * @throws {RangeError} One line that names the example.
 */
export function checkLabel({ id, label }: Example): void {
  if (Number.isInteger(label) && label >= 0 && label < MOST_LABELS) return;
  throw new RangeError(
    `the label of the example ${id} is ${label}: it must be an integer from 0 to ${
      MOST_LABELS - 1
    }`,
  );
}
