// Reads the characters of tokens as bytes.

import { CHARACTER_TO_BYTE } from "../byte_alphabet.ts";
import type { Json } from "../json/json_object.ts";
import type { ByteLevel } from "../pre_tokenizers/byte_level.ts";
import type { Decoder } from "./decoder.ts";

/** Turns the byte alphabet into bytes, and these into text; broken characters become U+FFFD. */
export class ByteLevelDecoder implements Decoder {
  readonly #byteLevel: ByteLevel;
  readonly #bytes = new Map<string, Uint8Array>();
  readonly #textEncoder = new TextEncoder();
  readonly #textDecoder = new TextDecoder("utf-8", { ignoreBOM: true });

  /** @param byteLevel Has the options, since file formats use one object for both. */
  constructor(byteLevel: ByteLevel) {
    this.#byteLevel = byteLevel;
  }

  /** Joins all tokens to one. */
  decode(tokens: string[]): string[] {
    const parts = tokens.map((token) => this.#tokenBytes(token));
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let length = 0;
    for (const part of parts) {
      all.set(part, length);
      length += part.length;
    }
    return [this.#textDecoder.decode(all)];
  }

  #tokenBytes(token: string): Uint8Array {
    let bytes = this.#bytes.get(token);
    if (bytes === undefined) {
      const characters = Array.from(token, (character) => CHARACTER_TO_BYTE.get(character));
      // A token with other characters, such as an added one, is text already.
      bytes = characters.includes(undefined)
        ? this.#textEncoder.encode(token)
        : Uint8Array.from(characters as number[]);
      this.#bytes.set(token, bytes);
    }
    return bytes;
  }

  /** The stage in a tokenizer.json. */
  toJSON(): Json {
    return this.#byteLevel.toJSON();
  }
}
