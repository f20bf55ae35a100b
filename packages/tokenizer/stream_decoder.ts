// Decodes ids as they come, a few at a time, and never gives half a character.

/** What a {@linkcode StreamDecoder} needs of a tokenizer. */
export interface Decoding {
  /** The text of ids. */
  decode(ids: readonly number[], options?: { skipSpecialTokens?: boolean }): string;
}

/**
 * Turns ids into text piece by piece; the pieces joined are the text of all ids.
 *
 * @example
 * ```ts
 * import { BpeTokenizer } from "@sluice/tokenizer";
 * import { assertEquals } from "@std/assert";
 *
 * const tokenizer = BpeTokenizer.train(["a"], { vocabSize: 256 }); // single bytes
 * const decoder = tokenizer.streamDecoder();
 * const pieces = tokenizer.encode("né").input_ids.map((id) => decoder.push(id));
 * assertEquals(pieces, ["n", "", "é"]);
 * ```
 */
export class StreamDecoder {
  readonly #tokenizer: Decoding;
  readonly #options: { skipSpecialTokens?: boolean };
  // The ids from `#shownFrom` on have been shown; those before give them their context, since a token
  // may look different at the start of a text.
  #ids: number[] = [];
  #shownFrom = 0;
  #shown = "";

  /** Decodes with `tokenizer`; see `BpeTokenizer.streamDecoder`. */
  constructor(tokenizer: Decoding, options: { skipSpecialTokens?: boolean } = {}) {
    this.#tokenizer = tokenizer;
    this.#options = options;
  }

  /** Takes one id or more; returns the text that is certain by now, which may be empty. */
  push(ids: number | Iterable<number>): string {
    for (const id of typeof ids === "number" ? [ids] : ids) this.#ids.push(id);
    const text = this.#tokenizer.decode(this.#ids, this.#options);
    return text.endsWith("\ufffd") ? "" : this.#show(text);
  }

  /** Ends the text: returns what was held back, broken characters as U+FFFD. */
  flush(): string {
    const rest = this.#show(this.#tokenizer.decode(this.#ids, this.#options));
    this.#ids = [];
    this.#shownFrom = 0;
    this.#shown = "";
    return rest;
  }

  #show(text: string): string {
    const rest = text.slice(this.#shown.length);
    // Keep the ids of this step as the context of the next.
    if (rest !== "") {
      this.#ids = this.#ids.slice(this.#shownFrom);
      this.#shownFrom = this.#ids.length;
      this.#shown = this.#tokenizer.decode(this.#ids, this.#options);
    }
    return rest;
  }
}
