// Whole numbers as people read them.

/** A whole number with separators: 30,000. */
export function formatCount(value: number): string {
  return value.toLocaleString("en-US");
}
