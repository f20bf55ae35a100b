// Leaves white space at the ends of tokens out of their offsets.

import type { Encoding } from "../encoding.ts";
import type { ByteLevel } from "../pre_tokenizers/byte_level.ts";
import type { Json } from "../json/json_object.ts";
import { isWhiteSpace } from "../unicode/properties.ts";
import type { PostProcessor } from "./post_processor.ts";

/** Trims offsets; adds no tokens. */
export class ByteLevelProcessing implements PostProcessor {
  readonly #byteLevel: ByteLevel;

  /** @param byteLevel Has the options, since file formats use one object for both. */
  constructor(byteLevel: ByteLevel) {
    this.#byteLevel = byteLevel;
  }

  /** None. */
  addedTokens(_isPair: boolean): number {
    return 0;
  }

  /** Trims the offsets if the options ask for it. */
  process(encodings: Encoding[], _addSpecialTokens: boolean): Encoding[] {
    const { trimOffsets, addPrefixSpace } = this.#byteLevel.options;
    if (trimOffsets) encodings.forEach((encoding) => trimSpaces(encoding, addPrefixSpace));
    return encodings;
  }

  /** The stage in a tokenizer.json. */
  toJSON(): Json {
    return this.#byteLevel.toJSON();
  }
}

/** Trims the offsets of an encoding and its windows; a space that was put in front stays in. */
export function trimSpaces(encoding: Encoding, addPrefixSpace: boolean): void {
  for (const window of encoding.overflowing) trimSpaces(window, addPrefixSpace);
  const { offsets, tokens } = encoding;
  if (offsets === undefined || tokens === undefined) return;
  encoding.offsets = offsets.map(([start, end], i) => {
    let leading = countSpaces(tokens[i]!);
    const trailing = countSpaces([...tokens[i]!].reverse());
    if (leading > 0) {
      const isFirst = i === 0 || start === 0;
      if (isFirst && addPrefixSpace && leading === 1) leading = 0;
      start = Math.min(start + leading, end);
    }
    if (trailing > 0 && end >= trailing) end = Math.max(end - trailing, start);
    return [start, end];
  });
}

function countSpaces(characters: Iterable<string>): number {
  let count = 0;
  for (const character of characters) {
    if (character !== "Ġ" && !isWhiteSpace(character.codePointAt(0)!)) break;
    count++;
  }
  return count;
}
