// Removes a character from the ends of tokens.

import type { Decoder } from "./decoder.ts";

/** Removes up to so many of one character from the start and the end of each token. */
export class StripDecoder implements Decoder {
  readonly #content: string;
  readonly #start: number;
  readonly #stop: number;

  constructor(content: string, start: number, stop: number) {
    this.#content = content;
    this.#start = start;
    this.#stop = stop;
  }

  /** Changes each token. */
  decode(tokens: string[]): string[] {
    return tokens.map((token) => {
      const length = this.#content.length;
      let start = 0, end = token.length;
      for (let i = 0; i < this.#start && token.startsWith(this.#content, start); i++) {
        start += length;
      }
      for (let i = 0; i < this.#stop && token.slice(start, end).endsWith(this.#content); i++) {
        end -= length;
      }
      return token.slice(start, end);
    });
  }

  /** The stage in a tokenizer.json. */
  toJSON(): { type: string; content: string; start: number; stop: number } {
    return { type: "Strip", content: this.#content, start: this.#start, stop: this.#stop };
  }
}
