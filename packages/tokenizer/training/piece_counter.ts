// Counts how often each piece of a corpus occurs, on UTF-8 bytes.

import { PieceTable, SLACK } from "../byte_level/piece_table.ts";
import type { PieceScanner } from "../byte_level/byte_level_encoder.ts";

/** Pieces in flat arrays, to go from one thread to another. */
export interface CountedPieces {
  /** The bytes of all pieces, one after the other. */
  bytes: Uint8Array<ArrayBuffer>;
  /** The length of each piece. */
  lengths: Int32Array<ArrayBuffer>;
  /** The count of each piece. */
  counts: Float64Array<ArrayBuffer>;
}

/** Pieces and their counts. */
export class PieceCounter {
  readonly #scanPiece: PieceScanner;
  readonly #wordsArePieces: boolean;
  readonly #textEncoder = new TextEncoder();
  #bytes = new Uint8Array(1 << 12);
  #view = new DataView(this.#bytes.buffer);
  readonly #table = new PieceTable(1 << 16);
  #counts = new Float64Array(1 << 14);

  /** @param wordsArePieces Whether ` ?[A-Za-z]+` before an ASCII character other than a letter is one. */
  constructor(scanPiece: PieceScanner, wordsArePieces: boolean) {
    this.#scanPiece = scanPiece;
    this.#wordsArePieces = wordsArePieces;
  }

  /** How many different pieces there are. */
  get size(): number {
    return this.#table.size;
  }

  /** Counts the pieces of a text. */
  add(text: string): void {
    const room = text.length * 3 + SLACK;
    if (room > this.#bytes.length) {
      this.#bytes = new Uint8Array(room * 2);
      this.#view = new DataView(this.#bytes.buffer);
    }
    const { written } = this.#textEncoder.encodeInto(text, this.#bytes);
    const bytes = this.#bytes, view = this.#view, table = this.#table;
    const scanPiece = this.#scanPiece, wordsArePieces = this.#wordsArePieces;
    bytes[written] = 0;
    for (let start = 0; start < written;) {
      let end = start;
      let byte = bytes[start]!;
      if (byte === 0x20) byte = bytes[++end]!;
      const wordStart = end;
      while (((byte | 0x20) - 0x61) >>> 0 < 26) byte = bytes[++end]!;
      if (!wordsArePieces || end === wordStart || byte >= 0x80 || end >= written) {
        end = scanPiece(bytes, start, written);
      }
      const slot = table.find(bytes, view, start, end - start);
      if (slot >= 0) this.#counts[table.valueAt(slot)]!++;
      else this.#insert(bytes, start, end - start, 1);
      start = end;
    }
  }

  #insert(bytes: Uint8Array, start: number, length: number, count: number): void {
    const index = this.#table.size;
    if (index === this.#counts.length) {
      const counts = new Float64Array(index * 2);
      counts.set(this.#counts);
      this.#counts = counts;
    }
    this.#counts[index] = count;
    this.#table.insert(bytes, start, length, index);
  }

  /** Calls `visit` with each piece and its count, in no particular order. */
  forEach(visit: (piece: Uint8Array, count: number) => void): void {
    this.#table.forEach((piece, index) => visit(piece, this.#counts[index]!));
  }

  /** All pieces and counts. */
  export(): CountedPieces {
    let length = 0;
    this.forEach((piece) => length += piece.length);
    const bytes = new Uint8Array(length);
    const lengths = new Int32Array(this.size), counts = new Float64Array(this.size);
    let place = 0, index = 0;
    this.forEach((piece, count) => {
      bytes.set(piece, place);
      place += piece.length;
      lengths[index] = piece.length;
      counts[index++] = count;
    });
    return { bytes, lengths, counts };
  }

  /** Adds what another counter has counted. */
  addCounted({ bytes, lengths, counts }: CountedPieces): void {
    const padded = new Uint8Array(bytes.length + SLACK);
    padded.set(bytes);
    const view = new DataView(padded.buffer);
    let start = 0;
    lengths.forEach((length, i) => {
      const slot = this.#table.find(padded, view, start, length);
      if (slot >= 0) this.#counts[this.#table.valueAt(slot)]! += counts[i]!;
      else this.#insert(padded, start, length, counts[i]!);
      start += length;
    });
  }
}
