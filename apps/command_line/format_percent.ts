// Shares as people read them.

/** A share as a percentage: 0.875 is `87.50 %`. */
export function formatPercent(share: number, digits = 2): string {
  return `${(100 * share).toFixed(digits)} %`;
}
