// How the report writes numbers.
import type { Spread } from "../statistics/spread.ts";

/** What stands where there is no figure. */
export const NONE = "–";

/** `0.8214` */
export function accuracy(value: number): string {
  return value.toFixed(4);
}

/** `+0.0123` or `-0.0045`; a zero has no sign. */
export function difference(value: number, digits = 4): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace("-", "") : value > 0 ? `+${text}` : text;
}

/** `0.8214 ± 0.0031`, or without the standard deviation for a single run. */
export function meanAndDeviation(value: Spread | undefined): string {
  if (value === undefined) return NONE;
  return value.standardDeviation === undefined
    ? accuracy(value.mean)
    : `${accuracy(value.mean)} ± ${accuracy(value.standardDeviation)}`;
}

/** `1,234,567` */
export function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** `1,234`, or `1,234.7` for a mean of counts that is not whole. */
export function meanCount(value: number): string {
  return Number.isInteger(value)
    ? count(value)
    : value.toLocaleString("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

/** Seconds with three digits that count: `0.612`, `12.3`, `160`. */
export function seconds(value: number): string {
  return value >= 100 ? count(value) : value.toPrecision(3);
}

/** `20`, or `3 to 8` where the values differ. */
export function range(values: readonly number[]): string {
  const low = Math.min(...values);
  const high = Math.max(...values);
  return low === high ? `${low}` : `${low} to ${high}`;
}

/** A p-value: `0.0123`, `1.2e-7`. */
export function pValue(value: number): string {
  return value >= 0.0001 ? value.toFixed(4) : value === 0 ? "< 1e-300" : value.toExponential(1);
}

/** Text that begins with a capital letter. */
export function capital(text: string): string {
  return text.replace(/^./su, (first) => first.toUpperCase());
}

/** `one run`, `3 runs`. */
export function plural(number: number, one: string, many = `${one}s`): string {
  return `${number === 1 ? "one" : count(number)} ${number === 1 ? one : many}`;
}
