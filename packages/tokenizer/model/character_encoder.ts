// Pieces of characters -> ids, by all the rules of a BPE model. It serves every model; byte-level ones
// with a known splitting rule have a faster way.

import { describe } from "../json/describe.ts";
import type { BpeModel } from "./bpe_model.ts";
import { mergeWithDropout, SplitMix32 } from "./dropout.ts";
import { SymbolMerger } from "./merge_symbols.ts";

/** The ids of a piece, and how many bytes of it each id stands for. */
export interface EncodedPiece {
  ids: Int32Array;
  widths: Int32Array;
}

const CACHE_LIMIT = 1 << 16;
const LONGEST_CACHED = 128;

/** Encodes pieces one at a time and remembers them. */
export class CharacterEncoder {
  readonly #model: BpeModel;
  readonly #merger: SymbolMerger;
  readonly #random: SplitMix32 | undefined;
  readonly #byteIds: (number | undefined)[];
  readonly #textEncoder = new TextEncoder();
  readonly #cache = new Map<string, EncodedPiece>();
  #symbols = new Int32Array(256);
  #bytes = new Int32Array(256);
  #count = 0;

  /** @param seed What the choices of dropout follow from. */
  constructor(model: BpeModel, seed: number) {
    this.#model = model;
    this.#merger = new SymbolMerger(model.mergeTable, true);
    this.#byteIds = Array.from({ length: 256 }, (_, byte) => {
      return model.ids.get(`<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`);
    });
    if ((model.options.dropout ?? 0) > 0) this.#random = new SplitMix32(seed);
  }

  /** The ids of a piece. */
  encode(piece: string): EncodedPiece {
    const known = this.#cache.get(piece);
    if (known !== undefined) return known;
    const encoded = this.#encodeAnew(piece);
    if (this.#random === undefined && piece.length <= LONGEST_CACHED) {
      if (this.#cache.size >= CACHE_LIMIT) this.#cache.clear();
      this.#cache.set(piece, encoded);
    }
    return encoded;
  }

  #encodeAnew(piece: string): EncodedPiece {
    const { ignoreMerges, dropout } = this.#model.options;
    const whole = ignoreMerges && this.#random === undefined
      ? this.#model.ids.get(piece)
      : undefined;
    if (whole !== undefined) {
      const length = this.#textEncoder.encode(piece).length;
      return { ids: Int32Array.of(whole), widths: Int32Array.of(length) };
    }
    this.#count = 0;
    this.#addSymbols(piece);
    if (this.#random !== undefined) {
      const symbols = this.#symbols.subarray(0, this.#count);
      const widths = this.#bytes.subarray(0, this.#count);
      return mergeWithDropout(symbols, widths, this.#model.mergeTable, dropout!, this.#random);
    }
    const count = this.#merger.merge(this.#symbols, this.#count);
    const widths = new Int32Array(count);
    for (let i = 0, symbol = 0; i < count; i++) {
      for (const end = symbol + this.#merger.widths[i]!; symbol < end; symbol++) {
        widths[i]! += this.#bytes[symbol]!;
      }
    }
    return { ids: this.#symbols.slice(0, count), widths };
  }

  /** One symbol a character; several bytes, the unknown token or nothing for one that is not known. */
  #addSymbols(piece: string): void {
    const { ids, options } = this.#model;
    const { continuingSubwordPrefix: prefix, endOfWordSuffix: suffix } = options;
    const unknownId = options.unknownToken === null ? undefined : ids.get(options.unknownToken);
    // The unknown token waits, since it may grow.
    let unknownWidth = 0;
    const addUnknown = () => {
      if (unknownWidth > 0) this.#add(unknownId!, unknownWidth);
      unknownWidth = 0;
    };
    let position = 0;
    for (const character of piece) {
      const isFirst = position === 0;
      position += character.length;
      const width = utf8Length(character);
      let token = character;
      if (prefix !== null && !isFirst) token = prefix + token;
      if (suffix !== null && position === piece.length) token += suffix;
      const id = ids.get(token);
      if (id !== undefined) {
        addUnknown();
        this.#add(id, width);
        continue;
      }
      if (options.byteFallback) {
        const bytes = this.#textEncoder.encode(token);
        if (bytes.every((byte) => this.#byteIds[byte] !== undefined)) {
          for (const byte of bytes) this.#add(this.#byteIds[byte]!, 1);
          continue;
        }
      }
      if (options.unknownToken === null) continue;
      if (unknownId === undefined) {
        throw new Error(`the unknown token ${describe(options.unknownToken)} has no id`);
      }
      if (!options.fuseUnknown) addUnknown();
      unknownWidth += width;
    }
    addUnknown();
  }

  #add(id: number, width: number): void {
    if (this.#count === this.#symbols.length) {
      const symbols = new Int32Array(this.#count * 2), bytes = new Int32Array(this.#count * 2);
      symbols.set(this.#symbols);
      bytes.set(this.#bytes);
      this.#symbols = symbols;
      this.#bytes = bytes;
    }
    this.#symbols[this.#count] = id;
    this.#bytes[this.#count++] = width;
  }
}

/** The bytes of a character in UTF-8. */
export function utf8Length(character: string): number {
  const codePoint = character.codePointAt(0)!;
  return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
}
