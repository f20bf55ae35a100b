// A set of characters to ask quickly.

/** The characters that a class of `RegExp` with flag `v` holds; asked of the class once for each. */
export class CharacterSet {
  readonly #regex: RegExp;
  /** For each 256 code points, 1 where one belongs to the set. */
  readonly #pages: (Uint8Array | undefined)[] = [];

  /** @param source The class, or one character. */
  constructor(source: string) {
    this.#regex = new RegExp(source, "v");
  }

  /** Whether a code point belongs to the set. */
  has(codePoint: number): boolean {
    const page = this.#pages[codePoint >> 8] ?? this.#readPage(codePoint >> 8);
    return page[codePoint & 255] === 1;
  }

  #readPage(index: number): Uint8Array {
    const page = Uint8Array.from(
      { length: 256 },
      (_, i) => this.#regex.test(String.fromCodePoint(index * 256 + i)) ? 1 : 0,
    );
    this.#pages[index] = page;
    return page;
  }
}
