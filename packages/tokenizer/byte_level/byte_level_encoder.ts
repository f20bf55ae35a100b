// The fast path: text -> ids for byte-level models, on UTF-8 bytes from end to end.

import type { IdBuffer } from "./id_buffer.ts";
import type { MergeTable } from "../model/merge_table.ts";
import { SymbolMerger } from "../model/merge_symbols.ts";
import { PieceTable, SLACK } from "./piece_table.ts";

/** Finds the end of the piece of valid UTF-8 that starts at `start`. */
export type PieceScanner = (bytes: Uint8Array, start: number, end: number) => number;

/** Longer pieces are seldom seen twice. */
const LONGEST_CACHED = 128;
/** Slots of a new cache; 1 MB. */
const FIRST_CAPACITY = 1 << 16;
/** The cache starts anew when it holds so many pieces, some 60 MB. */
const CACHE_LIMIT = 1 << 20;

/** What a byte-level encoder needs to know of its tokenizer. */
export interface ByteLevelEncoderOptions {
  /** The token id of each byte. */
  byteIds: Int32Array;
  /** The model's merges. */
  merges: MergeTable;
  /** How text is cut into pieces. */
  scanPiece: PieceScanner;
  /** Whether ` ?[A-Za-z]+` before an ASCII character other than a letter is always one piece. */
  wordsArePieces: boolean;
  /** With `ignore_merges`: the id of a piece that is a token as it stands. */
  wholePieceId?:
    | ((bytes: Uint8Array, start: number, end: number) => number | undefined)
    | undefined;
}

/** Appends ids to a buffer; the ids of each piece are computed once and then looked up. */
export class ByteLevelEncoder {
  readonly #output: IdBuffer;
  readonly #options: ByteLevelEncoderOptions;
  readonly #merger: SymbolMerger;
  readonly #textEncoder = new TextEncoder();
  #bytes = new Uint8Array(1 << 12);
  #view = new DataView(this.#bytes.buffer);
  #symbols = new Int32Array(256);
  // A piece of one token has its id as value; of another the value is ~place, and at the place stand
  // the number of ids and the ids.
  #cache = new PieceTable(FIRST_CAPACITY);
  #cachedIds = new Int32Array(1 << 12);
  #cachedLength = 0;

  constructor(options: ByteLevelEncoderOptions, output: IdBuffer) {
    this.#output = output;
    this.#options = options;
    this.#merger = new SymbolMerger(options.merges, false);
  }

  /** Appends the ids of `text`; lone surrogates count as U+FFFD. */
  append(text: string): void {
    const room = text.length * 3 + SLACK;
    if (room > this.#bytes.length) {
      this.#bytes = new Uint8Array(room * 2);
      this.#view = new DataView(this.#bytes.buffer);
    }
    const { written } = this.#textEncoder.encodeInto(text, this.#bytes);
    this.#bytes[written] = 0;
    this.#output.reserve(written);
    this.#output.length = this.#appendBytes(written);
  }

  /** Forgets the pieces seen. */
  clearCache(): void {
    this.#cache = new PieceTable(FIRST_CAPACITY);
    this.#cachedLength = 0;
  }

  #appendBytes(end: number): number {
    const bytes = this.#bytes, view = this.#view, ids = this.#output.ids;
    const { scanPiece, wordsArePieces } = this.#options;
    let cache = this.#cache;
    let length = this.#output.length;
    for (let start = 0; start < end;) {
      // Most pieces are ` ?[A-Za-z]+`. `append` has put a zero after the text.
      let pieceEnd = start;
      let byte = bytes[start]!;
      if (byte === 0x20) byte = bytes[++pieceEnd]!;
      const wordStart = pieceEnd;
      while (((byte | 0x20) - 0x61) >>> 0 < 26) byte = bytes[++pieceEnd]!;
      if (!wordsArePieces || pieceEnd === wordStart || byte >= 0x80 || pieceEnd >= end) {
        pieceEnd = scanPiece(bytes, start, end);
      }
      const pieceLength = pieceEnd - start;
      if (pieceLength > LONGEST_CACHED) {
        const count = this.#encodePiece(start, pieceEnd);
        ids.set(this.#symbols.subarray(0, count), length);
        length += count;
      } else {
        const slot = pieceLength <= 8
          ? cache.findShort(view, start, pieceLength)
          : cache.find(bytes, view, start, pieceLength);
        if (slot >= 0) {
          const value = cache.valueAt(slot);
          if (value >= 0) ids[length++] = value;
          else {
            const cachedIds = this.#cachedIds, place = ~value;
            const count = cachedIds[place]!;
            for (let i = 1; i <= count; i++) ids[length++] = cachedIds[place + i]!;
          }
        } else {
          const count = this.#encodePiece(start, pieceEnd);
          for (let i = 0; i < count; i++) ids[length++] = this.#symbols[i]!;
          this.#remember(start, pieceLength, count);
          cache = this.#cache;
        }
      }
      start = pieceEnd;
    }
    return length;
  }

  /** Leaves the ids of a piece in the scratch array; returns how many they are. */
  #encodePiece(start: number, end: number): number {
    const count = end - start;
    if (count > this.#symbols.length) this.#symbols = new Int32Array(count * 2);
    const symbols = this.#symbols, bytes = this.#bytes;
    const { byteIds, wholePieceId } = this.#options;
    const whole = wholePieceId?.(bytes, start, end);
    if (whole !== undefined) {
      symbols[0] = whole;
      return 1;
    }
    for (let i = 0; i < count; i++) symbols[i] = byteIds[bytes[start + i]!]!;
    return this.#merger.merge(symbols, count);
  }

  #remember(start: number, length: number, count: number): void {
    if (this.#cache.size >= CACHE_LIMIT) {
      this.clearCache();
      return;
    }
    let value = this.#symbols[0]!;
    if (count !== 1) {
      const place = this.#cachedLength;
      if (place + count + 1 > this.#cachedIds.length) {
        const grown = new Int32Array(this.#cachedIds.length * 2);
        grown.set(this.#cachedIds);
        this.#cachedIds = grown;
      }
      this.#cachedIds[place] = count;
      this.#cachedIds.set(this.#symbols.subarray(0, count), place + 1);
      this.#cachedLength += count + 1;
      value = ~place;
    }
    this.#cache.insert(this.#bytes, start, length, value);
  }
}
