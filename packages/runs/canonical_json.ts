// One text for equal values.
import type { JsonValue } from "./run_record.ts";

/** JSON with the keys of every object in order. */
export function canonicalJson(value: JsonValue): string {
  return JSON.stringify(
    value,
    (_key, inner) =>
      typeof inner === "object" && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0))
        : inner,
  );
}
