// How much longer the stages of a tokenizer may make a text: those of a stranger's file may double it
// sixty-four times.

/** Characters that any text may grow by, and how many more for each that it has. */
const GROWTH = 2 ** 20, GROWTH_PER_CHARACTER = 8;

/** What is left for one text; characters are UTF-16 code units here. */
export class Growth {
  readonly #length: number;
  #left: number;

  /** @param length The length of the text as it is given. */
  constructor(length: number) {
    this.#length = length;
    this.#left = GROWTH + GROWTH_PER_CHARACTER * length;
  }

  /**
   * Takes so many characters; fewer than none come back. To be called before the memory is taken.
   *
   * @throws {RangeError} If that is more than is left.
   */
  add(count: number): void {
    this.#left -= count;
    if (this.#left >= 0) return;
    const limit = GROWTH + GROWTH_PER_CHARACTER * this.#length;
    throw new RangeError(
      `tokenizer.json: its stages make a text of ${this.#length} characters longer by more than ${limit}`,
    );
  }
}
