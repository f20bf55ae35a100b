// Counts how often each piece of a corpus occurs, on UTF-8 bytes.

import { PieceTable, SLACK } from "../byte_level/piece_table.ts";
import type { PieceScanner } from "../byte_level/byte_level_encoder.ts";

/** The counts are in the order in which the pieces came first. */
export class PieceCounter {
  readonly #scanPiece: PieceScanner;
  readonly #textEncoder = new TextEncoder();
  #bytes = new Uint8Array(1 << 12);
  #view = new DataView(this.#bytes.buffer);
  readonly #table = new PieceTable(1 << 16);
  #counts = new Float64Array(1 << 14);

  constructor(scanPiece: PieceScanner) {
    this.#scanPiece = scanPiece;
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
    const bytes = this.#bytes, view = this.#view, table = this.#table, scanPiece = this.#scanPiece;
    for (let start = 0; start < written;) {
      const end = scanPiece(bytes, start, written);
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
}
