// The tokens of a text on their way to the caller: cut to a length, joined with others, filled up.

/** The side of a sequence that is cut or filled. */
export type Side = "left" | "right";

/** Parallel lists, one element a token. */
export interface Encoding {
  ids: number[];
  /** Which of two sequences a token belongs to. */
  typeIds: number[];
  /** 1 for tokens that a post-processor or padding has added. */
  specialTokensMask: number[];
  /** 0 for padding. */
  attentionMask: number[];
  /** Start and end of each token in its text, in code points; absent when not asked for. */
  offsets: [start: number, end: number][] | undefined;
  /** The tokens' own texts; they come with offsets, which may need to be trimmed by them. */
  tokens: string[] | undefined;
  /** What was cut off, in windows. */
  overflowing: Encoding[];
}

/** An encoding of tokens that are all of one kind. */
export function makeEncoding(
  ids: number[],
  typeId: number,
  special: 0 | 1,
  offsets?: [number, number][],
  tokens?: string[],
): Encoding {
  return {
    ids,
    typeIds: ids.map(() => typeId),
    specialTokensMask: ids.map(() => special),
    attentionMask: ids.map(() => 1),
    offsets,
    tokens,
    overflowing: [],
  };
}

/** Tokens that a post-processor adds; they have no place in the text. */
export function specialEncoding(
  tokens: readonly string[],
  ids: readonly number[],
  typeId: number,
): Encoding {
  return makeEncoding([...ids], typeId, 1, ids.map(() => [0, 0]), [...tokens]);
}

/** More tokens than these are not made out of texts by padding or windows. */
const MAX_TOKENS = 2 ** 26;

/** @throws {RangeError} If `count` tokens are more than is made. */
export function checkTokenCount(what: string, count: number): void {
  if (count > MAX_TOKENS) {
    throw new RangeError(`${what} makes ${count} tokens, more than ${MAX_TOKENS}`);
  }
}

function sliceEncoding(encoding: Encoding, start: number, end: number): Encoding {
  return {
    ids: encoding.ids.slice(start, end),
    typeIds: encoding.typeIds.slice(start, end),
    specialTokensMask: encoding.specialTokensMask.slice(start, end),
    attentionMask: encoding.attentionMask.slice(start, end),
    offsets: encoding.offsets?.slice(start, end),
    tokens: encoding.tokens?.slice(start, end),
    overflowing: [],
  };
}

/** Cuts to `maxLength`; the rest overflows into windows of that length that share `stride` tokens. */
export function truncateEncoding(
  encoding: Encoding,
  maxLength: number,
  stride: number,
  side: Side,
): Encoding {
  const length = encoding.ids.length;
  if (length <= maxLength) return encoding;
  if (maxLength === 0) return { ...sliceEncoding(encoding, 0, 0), overflowing: [encoding] };
  if (stride >= maxLength) {
    throw new RangeError(
      `stride: expected less than the ${maxLength} tokens left for the text, found ${stride}`,
    );
  }
  const count = Math.ceil((length - stride) / (maxLength - stride));
  checkTokenCount(`truncation: a text in ${count} windows`, count * maxLength);
  const windows: Encoding[] = [];
  for (let moved = 0;; moved += maxLength - stride) {
    const start = side === "right" ? moved : Math.max(0, length - moved - maxLength);
    const end = side === "right" ? Math.min(moved + maxLength, length) : length - moved;
    windows.push(sliceEncoding(encoding, start, end));
    if (side === "right" ? end === length : start === 0) break;
  }
  return { ...windows[0]!, overflowing: windows.slice(1) };
}

/** Joins two encodings; windows of the one are combined with the other and with its windows. */
export function joinEncodings(left: Encoding, right: Encoding): Encoding {
  const lefts = 1 + left.overflowing.length, rights = 1 + right.overflowing.length;
  checkTokenCount(
    `truncation: two texts in ${lefts} and ${rights} windows`,
    lefts * rights * (left.ids.length + right.ids.length),
  );
  const overflowing: Encoding[] = [];
  for (const window of left.overflowing) {
    overflowing.push(joinFlat(window, right));
    for (const other of right.overflowing) overflowing.push(joinFlat(window, other));
  }
  for (const other of right.overflowing) overflowing.push(joinFlat(left, other));
  return { ...joinFlat(left, right), overflowing };
}

function joinFlat(left: Encoding, right: Encoding): Encoding {
  const hasOffsets = left.offsets !== undefined && right.offsets !== undefined;
  return {
    ids: left.ids.concat(right.ids),
    typeIds: left.typeIds.concat(right.typeIds),
    specialTokensMask: left.specialTokensMask.concat(right.specialTokensMask),
    attentionMask: left.attentionMask.concat(right.attentionMask),
    offsets: hasOffsets ? left.offsets!.concat(right.offsets!) : undefined,
    tokens: hasOffsets ? left.tokens!.concat(right.tokens!) : undefined,
    overflowing: [],
  };
}

/** What {@linkcode padEncoding} fills up with. */
export interface PadToken {
  id: number;
  token: string;
  typeId: number;
}

/** Fills an encoding and its windows up to a length. */
export function padEncoding(encoding: Encoding, length: number, pad: PadToken, side: Side): void {
  for (const window of encoding.overflowing) padEncoding(window, length, pad, side);
  const count = length - encoding.ids.length;
  if (count <= 0) return;
  const fill = <T>(list: T[], value: () => T): T[] => {
    const padding = Array.from({ length: count }, value);
    return side === "left" ? padding.concat(list) : list.concat(padding);
  };
  encoding.ids = fill(encoding.ids, () => pad.id);
  encoding.typeIds = fill(encoding.typeIds, () => pad.typeId);
  encoding.specialTokensMask = fill(encoding.specialTokensMask, () => 1);
  encoding.attentionMask = fill(encoding.attentionMask, () => 0);
  if (encoding.offsets) encoding.offsets = fill(encoding.offsets, () => [0, 0]);
  if (encoding.tokens) encoding.tokens = fill(encoding.tokens, () => pad.token);
}
