// Checks what the flags of the tokenizer's commands say, before any work.
import type { ParsedFlags } from "./_flags.ts";
import { UsageError } from "./_usage_error.ts";

/** The most that any of these flags takes. */
const MOST = 2 ** 31 - 1;

/**
 * The whole number that a flag gives; without the flag, `fallback`.
 *
 * @throws {UsageError} If it is no whole number from `least` to `most`; the message names the flag.
 */
export function wholeNumber<T extends number | undefined>(
  flags: ParsedFlags["flags"],
  name: string,
  { fallback, least = 0, most = MOST }: { fallback: T; least?: number; most?: number },
): number | T {
  const value = flags.get(name);
  if (value === undefined) return fallback;
  if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most) {
    const found = JSON.stringify(value);
    throw new UsageError(
      `--${name}: expected a whole number from ${least} to ${most}, got ${found}`,
    );
  }
  return value;
}
