// Turns tokens such as <0xE2> back into the characters whose bytes they are.

import type { Decoder } from "./decoder.ts";

const BYTE_TOKEN = /^<0x[0-9A-Fa-f]{2}>$/;

/** Joins runs of byte tokens to characters; where they make none, each becomes U+FFFD. */
export class ByteFallback implements Decoder {
  readonly #textDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

  /** Changes each run of byte tokens. */
  decode(tokens: string[]): string[] {
    const decoded: string[] = [];
    let bytes: number[] = [];
    const flush = () => {
      if (bytes.length > 0) { for (const part of this.#decodeBytes(bytes)) decoded.push(part); }
      bytes = [];
    };
    for (const token of tokens) {
      if (BYTE_TOKEN.test(token)) bytes.push(parseInt(token.slice(3, 5), 16));
      else {
        flush();
        decoded.push(token);
      }
    }
    flush();
    return decoded;
  }

  #decodeBytes(bytes: number[]): string[] {
    try {
      return [this.#textDecoder.decode(Uint8Array.from(bytes))];
    } catch {
      return bytes.map(() => "\ufffd");
    }
  }

  /** The stage in a tokenizer.json. */
  toJSON(): { type: string } {
    return { type: "ByteFallback" };
  }
}
