/**
 * From texts to token ids: one split, tokenised once before training.
 * @module
 */
import { checkLabel } from "./_check_label.ts";
import type { Example } from "./example.ts";

/** A split as numbers. Nothing is padded until a batch is made of it. */
export interface TokenizedSplit {
  /** The token ids of all rows, one row after the other. */
  inputIds: Int32Array;
  /** Where rows begin and end: row `i` is `inputIds[offsets[i] .. offsets[i + 1])`. */
  offsets: Int32Array;
  /** The label of each row: an index of the dataset's labels. */
  labels: Uint16Array;
}

/** What {@linkcode tokenizeSplit} asks of a tokenizer; `BpeTokenizer` of @sluice/tokenizer does it. */
export interface BatchEncoder {
  /**
   * Encodes texts; the ids of text `i` are `inputIds[offsets[i] .. offsets[i + 1])`. With
   * `encodeSpecialTokens` a special token that stands in a text is text like any other.
   */
  encodeBatch(
    texts: readonly string[],
    options: { encodeSpecialTokens: boolean },
  ): { inputIds: Int32Array; offsets: Int32Array };
}

/** Options of {@linkcode tokenizeSplit}. */
export interface TokenizeSplitOptions {
  /** Rows longer than this many tokens are cut off at their end. */
  maxLength: number;
}

/** How many texts are encoded before their rows are cut: bounds the memory for what is cut off. */
const TEXTS_AT_ONCE = 2048;

/**
 * Encodes the texts of examples, which must be clean already, as those of a loaded dataset are.
 * The row of an empty text is empty. A text never becomes a special token: `<pad>` is five
 * characters in it, not padding.
 *
 * @param examples The examples, in the order of the rows.
 * @param tokenizer Turns texts into token ids.
 * @param options How long rows may be.
 * @throws {RangeError} Where `maxLength` is not a positive integer, or a label is not one of the
 * 65,535 that there can be.
 *
 * @example Usage
 * ```ts
 * import { tokenizeSplit } from "@sluice/data";
 * import { assertEquals } from "@std/assert";
 *
 * const words = {
 *   encodeBatch: (texts: readonly string[]) => {
 *     const rows = texts.map((text) => text.split(" ").map((word) => word.length));
 *     const offsets = [0];
 *     for (const row of rows) offsets.push(offsets.at(-1)! + row.length);
 *     return { inputIds: Int32Array.from(rows.flat()), offsets: Int32Array.from(offsets) };
 *   },
 * };
 * const examples = [{ id: "train/pos/1", text: "not a dull moment", label: 1 }];
 * const split = tokenizeSplit(examples, words, { maxLength: 3 });
 * assertEquals([...split.inputIds], [3, 1, 4]);
 * assertEquals([...split.offsets], [0, 3]);
 * ```
 */
export function tokenizeSplit(
  examples: readonly Example[],
  tokenizer: BatchEncoder,
  { maxLength }: TokenizeSplitOptions,
): TokenizedSplit {
  if (!Number.isInteger(maxLength) || maxLength < 1) {
    throw new RangeError(`the maximum length must be a positive integer, not ${maxLength}`);
  }
  const parts: Int32Array[] = [];
  const offsets = new Int32Array(examples.length + 1);
  let end = 0;
  for (let start = 0; start < examples.length; start += TEXTS_AT_ONCE) {
    const texts = examples.slice(start, start + TEXTS_AT_ONCE).map(({ text }) => text);
    const encoded = tokenizer.encodeBatch(texts, { encodeSpecialTokens: true });
    const kept = new Int32Array(encoded.inputIds.length);
    let keptEnd = 0;
    for (let row = 0; row < texts.length; row++) {
      const from = encoded.offsets[row] as number;
      const to = Math.min(encoded.offsets[row + 1] as number, from + maxLength);
      kept.set(encoded.inputIds.subarray(from, to), keptEnd);
      keptEnd += to - from;
      offsets[start + row + 1] = end + keptEnd;
    }
    parts.push(kept.slice(0, keptEnd));
    end += keptEnd;
  }
  const inputIds = new Int32Array(end);
  let position = 0;
  for (const part of parts) {
    inputIds.set(part, position);
    position += part.length;
  }
  return { inputIds, offsets, labels: labelsOf(examples) };
}

function labelsOf(examples: readonly Example[]): Uint16Array {
  return Uint16Array.from(examples, (example) => {
    checkLabel(example);
    return example.label;
  });
}
