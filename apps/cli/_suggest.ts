// Which known name a misspelt one was meant to be.
import { closest, distance } from "fastest-levenshtein";

/**
 * Words to append to a message about an unknown name: `; did you mean "epochs"?`, or nothing where no
 * known name is like it.
 */
export function didYouMean(name: string, known: readonly string[]): string {
  if (known.length === 0) return "";
  const folded = name.toLowerCase();
  const nearest = closest(folded, known.map((one) => one.toLowerCase()));
  const candidate = known.find((one) => one.toLowerCase() === nearest)!;
  const isNear = distance(folded, nearest) <= Math.max(2, Math.floor(candidate.length / 3)) ||
    (folded.length > 3 && nearest.startsWith(folded));
  return isNear ? `; did you mean ${candidate}?` : "";
}
