import { type FileKind, fileLimits, sayBytes } from "./limits.ts";
import { checkPlain, type OpenOptions, openPlainFile } from "./open_plain_file.ts";
import { asUnreadable, UnreadableError } from "./unreadable_error.ts";

/** Options of {@linkcode readPlainFile}. */
export interface ReadPlainFileOptions extends OpenOptions {
  /** The most bytes that it may have: a kind of file, or a number. */
  limit: FileKind | number;
}

/**
 * Reads the whole of a plain file that is not too large.
 *
 * @throws {UnreadableError} Where there is no such file, it may not be read, is no plain file, or is
 * larger than the limit, which is found before it is read.
 *
 * @example
 * ```ts
 * import { readPlainFile } from "@sluice/files";
 * import { assertEquals, assertRejects } from "@std/assert";
 *
 * const path = await Deno.makeTempFile();
 * await Deno.writeTextFile(path, "one");
 * assertEquals(await readPlainFile(path, { limit: 3 }), new TextEncoder().encode("one"));
 * await assertRejects(() => readPlainFile(path, { limit: 2 }), Error, "more than 2 bytes");
 * await Deno.remove(path);
 * ```
 */
export async function readPlainFile(
  path: string,
  options: ReadPlainFileOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const { limit, where } = limitOf(path, options);
  using plain = await openPlainFile(path, options);
  try {
    const reader = new Reader(plain.size, limit, where);
    for (let read: number | null; (read = await plain.file.read(reader.space())) !== null;) {
      reader.took(read);
    }
    return reader.bytes();
  } catch (error) {
    throw asUnreadable(error, where);
  }
}

/**
 * As {@linkcode readPlainFile}, at once: for the many small files of a data set. Links are followed.
 *
 * @throws {UnreadableError} As {@linkcode readPlainFile}.
 */
export function readPlainFileSync(
  path: string,
  options: { limit: FileKind | number },
): Uint8Array<ArrayBuffer> {
  const { limit, where } = limitOf(path, options);
  try {
    const found = Deno.statSync(path);
    checkPlain(found, where);
    const reader = new Reader(found.size, limit, where);
    using file = Deno.openSync(path);
    for (let read: number | null; (read = file.readSync(reader.space())) !== null;) {
      reader.took(read);
    }
    return reader.bytes();
  } catch (error) {
    throw asUnreadable(error, where);
  }
}

/**
 * Reads a plain file of UTF-8; a byte-order mark at its start is left out.
 *
 * @throws {UnreadableError} As {@linkcode readPlainFile}, and where it is not UTF-8.
 */
export async function readPlainText(path: string, options: ReadPlainFileOptions): Promise<string> {
  const bytes = await readPlainFile(path, options);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new UnreadableError(limitOf(path, options).where, "not a text file in UTF-8", {
      cause: error,
    });
  }
}

function limitOf(path: string, { limit, within, where }: ReadPlainFileOptions) {
  return {
    limit: typeof limit === "number" ? limit : fileLimits[limit],
    where: where ?? (within === undefined ? path : `${within}/${path}`),
  };
}

/** That something is larger than it may be. */
export function tooLarge(where: string, limit: number): UnreadableError {
  return new UnreadableError(where, `more than ${sayBytes(limit)}, the most that is read`);
}

/** Takes what is read into one array, which grows only where the system was wrong about the size. */
class Reader {
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;
  readonly #limit: number;
  readonly #where: string;

  constructor(size: number, limit: number, where: string) {
    this.#limit = limit;
    this.#where = where;
    if (size > limit) throw tooLarge(where, limit);
    // One more than it has, so that its end is found without another array.
    this.#bytes = new Uint8Array(size + 1);
  }

  /** Where the next bytes go. */
  space(): Uint8Array {
    if (this.#length > this.#limit) throw tooLarge(this.#where, this.#limit);
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(Math.min(2 * this.#length + 4096, this.#limit + 1));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    return this.#bytes.subarray(this.#length);
  }

  took(count: number): void {
    this.#length += count;
  }

  bytes(): Uint8Array<ArrayBuffer> {
    if (this.#length > this.#limit) throw tooLarge(this.#where, this.#limit);
    return this.#bytes.subarray(0, this.#length);
  }
}
