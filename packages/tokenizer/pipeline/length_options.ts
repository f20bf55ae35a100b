// Padding and truncation: what a file says and what a call asks for, checked and joined.

import type { EncodeOptions, TruncationStrategy } from "../encode_options.ts";
import {
  checkTokenCount,
  type Encoding,
  padEncoding,
  type PadToken,
  type Side,
  truncateEncoding,
} from "../encoding.ts";

/** How texts are cut. */
export interface Truncation {
  maxLength: number;
  strategy: TruncationStrategy;
  stride: number;
  side: Side;
}

/** How texts are filled up. */
export interface Padding {
  /** The length to fill up to; null for the longest of the batch. */
  length: number | null;
  multipleOf: number | null;
  side: Side;
  pad: PadToken;
}

/** What holds if a call says nothing. */
export interface LengthDefaults {
  truncation: Truncation | undefined;
  padding: Padding | undefined;
}

/** The truncation that a call asks for. */
export function resolveTruncation(
  options: EncodeOptions,
  defaults: LengthDefaults,
): Truncation | undefined {
  const { truncation } = options;
  if (truncation === false || (truncation === undefined && defaults.truncation === undefined)) {
    return undefined;
  }
  const maxLength = options.maxLength ?? defaults.truncation?.maxLength;
  if (maxLength === undefined) {
    throw new TypeError("truncation: needs maxLength, the number of tokens to cut to");
  }
  return {
    maxLength: checkCount("maxLength", maxLength),
    strategy: typeof truncation === "string"
      ? truncation
      : defaults.truncation?.strategy ?? "longest_first",
    stride: checkCount("stride", options.stride ?? defaults.truncation?.stride ?? 0),
    side: options.truncationSide ?? defaults.truncation?.side ?? "right",
  };
}

/** The padding that a call asks for. */
export function resolvePadding(
  options: EncodeOptions,
  defaults: LengthDefaults,
  findPadToken: () => PadToken | undefined,
): Padding | undefined {
  const { padding } = options;
  if (padding === false || (padding === undefined && defaults.padding === undefined)) {
    return undefined;
  }
  let length = padding === undefined ? defaults.padding!.length : null;
  if (padding === "max_length") {
    if (options.maxLength === undefined) {
      throw new TypeError(
        'padding: "max_length" needs maxLength, the number of tokens to fill up to',
      );
    }
    length = checkCount("maxLength", options.maxLength);
  }
  const pad = defaults.padding?.pad ?? findPadToken();
  if (pad === undefined) {
    throw new TypeError(
      'padding: this tokenizer has no padding token; add one with addSpecialTokens(["<pad>"])',
    );
  }
  const multipleOf = options.padToMultipleOf ?? defaults.padding?.multipleOf ?? null;
  return {
    length,
    multipleOf: multipleOf === null ? null : checkCount("padToMultipleOf", multipleOf),
    side: options.paddingSide ?? defaults.padding?.side ?? "right",
    pad,
  };
}

function checkCount(name: string, value: number): number {
  if (!Number.isInteger(value) || value < 0) {
    throw new RangeError(`${name}: expected a whole number from 0, found ${value}`);
  }
  return value;
}

/** Cuts one or two encodings so that together they have `truncation.maxLength` tokens. */
export function truncate(
  encodings: Encoding[],
  { maxLength, strategy, stride, side }: Truncation,
): Encoding[] {
  const cut = (encoding: Encoding, length: number) =>
    truncateEncoding(encoding, length, stride, side);
  const [first, second] = encodings as [Encoding, Encoding | undefined];
  if (maxLength === 0) return encodings.map((encoding) => cut(encoding, 0));
  const total = first.ids.length + (second?.ids.length ?? 0);
  if (total <= maxLength) return encodings;
  if (strategy === "longest_first") {
    if (second === undefined) return [cut(first, maxLength)];
    const [firstLength, secondLength] = shareLength(first.ids.length, second.ids.length, maxLength);
    return [cut(first, firstLength), cut(second, secondLength)];
  }
  const target = strategy === "only_first" ? first : second;
  if (target === undefined) throw new TypeError("truncation: only_second needs textPair");
  const length = target.ids.length - (total - maxLength);
  if (length <= 0) {
    throw new RangeError(`truncation: ${strategy} cannot bring the texts to maxLength`);
  }
  return target === first
    ? second === undefined ? [cut(first, length)] : [cut(first, length), second]
    : [first, cut(target, length)];
}

/** Cuts the longer text first, then both to halves. */
function shareLength(first: number, second: number, maxLength: number): [number, number] {
  let shorter = Math.min(first, second);
  let longer = shorter > maxLength ? shorter : Math.max(shorter, maxLength - shorter);
  if (shorter + longer > maxLength) {
    shorter = Math.floor(maxLength / 2);
    longer = shorter + maxLength % 2;
  }
  return first > second ? [longer, shorter] : [shorter, longer];
}

/** Fills encodings up, in place. */
export function pad(encodings: readonly Encoding[], padding: Padding): void {
  const longest = encodings.reduce((most, { ids }) => Math.max(most, ids.length), 0);
  let length = padding.length ?? longest;
  if (padding.multipleOf) length = Math.ceil(length / padding.multipleOf) * padding.multipleOf;
  const count = encodings.reduce((sum, { overflowing }) => sum + 1 + overflowing.length, 0);
  checkTokenCount(`padding: ${count} texts of ${length} tokens`, count * length);
  for (const encoding of encodings) padEncoding(encoding, length, padding.pad, padding.side);
}
