// Which known name a misspelt one was meant to be.
import { closest, distance } from "fastest-levenshtein";

/**
 * Words to append to a message about an unknown name: `; did you mean epochs?`, or nothing where no
 * known name is like it.
 */
export function didYouMean(name: string, known: readonly string[]): string {
  if (known.length === 0) return "";
  const folded = name.toLowerCase();
  const lower = known.map((one) => one.toLowerCase());
  const beginning = folded.length > 3 ? lower.find((one) => one.startsWith(folded)) : undefined;
  const nearest = beginning ?? closest(folded, lower);
  const isNear = beginning !== undefined ||
    distance(folded, nearest) <= Math.max(2, Math.floor(nearest.length / 3));
  return isNear ? `; did you mean ${known[lower.indexOf(nearest)]}?` : "";
}
