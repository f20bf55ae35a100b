/** What a user should never read: messages of the engine, of libraries, or of nothing at all. */
const INTERNAL =
  /undefined|\[object |is not a function|is not iterable|Cannot (read|convert|set|destructure|access|mix)|Maximum call stack|Invalid (array|typed array|string|DataView) length|Array buffer allocation|out of (memory|bounds)|unreachable|circular structure|Unexpected (token|end of)|\bat position \d/;

/** What is said of a file's own words, and parsers' words about the place where it went wrong. */
const SAID = [
  /"(?:[^"\\]|\\.)*"/g,
  /(?<=not JSON: ).*/,
  /(?<=not valid YAML: ).*/,
  /(received|got) undefined/g,
];

/**
 * Checks that what was thrown is an error that a user can act upon: one line that names what is wrong.
 *
 * @throws {Error} Where it is not.
 */
export function checkPlainError(thrown: unknown): void {
  const message = thrown instanceof Error ? thrown.message : undefined;
  if (message === undefined) throw new Error(`something was thrown that is no error: ${thrown}`);
  if (message === "" || message.length > 2000) {
    throw new Error(`a message of ${message.length} characters: ${message.slice(0, 200)}`);
  }
  const own = SAID.reduce((text, said) => text.replace(said, ""), message);
  const internal = INTERNAL.exec(own);
  if (/[\n\r]/.test(message) || internal !== null) {
    throw new Error(
      `not a line for users: ${JSON.stringify(message)}\n${(thrown as Error).stack}`,
      { cause: thrown },
    );
  }
}

/**
 * Calls something that may succeed or fail as a user is told.
 *
 * @returns What it gave; undefined where it failed in a plain error.
 */
export async function orPlainError<T>(work: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    checkPlainError(error);
    return undefined;
  }
}
