// Lines of a text file, as they come.
import { fileLimits, openPlainFile, sayBytes, type UnreadableError } from "@sluice/files";
import { UsageError } from "../command_line/usage_error.ts";

/** The most characters of a line. */
const LONGEST = fileLimits.example;

/**
 * The lines of a file; `-` is standard input.
 *
 * @throws {UsageError} Where the file does not exist, or is none. While reading: {@linkcode Error}, where
 * it is not UTF-8, or a line is far too long.
 */
export async function readLines(path: string): Promise<AsyncIterable<string>> {
  if (path === "-") return split(Deno.stdin.readable, "standard input");
  await checkFile(path);
  const { file } = await openPlainFile(path);
  return split(file.readable, path);
}

/**
 * Refuses what is no file to be read.
 *
 * @throws {UsageError} One line.
 */
export async function checkFile(path: string): Promise<void> {
  try {
    using _file = await openPlainFile(path);
  } catch (error) {
    const { message, reason } = error as UnreadableError;
    const isStream = /^a (pipe|device|socket)/.test(reason);
    throw new UsageError(message + (isStream ? "; to read a stream, use standard input" : ""));
  }
}

async function* split(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  where: string,
): AsyncGenerator<string> {
  let rest = "";
  let line = 1;
  const checkLength = () => {
    if (rest.length <= LONGEST) return;
    throw new Error(
      `${where}: line ${line} is longer than ${sayBytes(LONGEST)}, the most there is`,
    );
  };
  try {
    for await (const chunk of stream.pipeThrough(new TextDecoderStream("utf-8", { fatal: true }))) {
      let from = 0;
      for (let end; (end = chunk.indexOf("\n", from)) >= 0; from = end + 1) {
        rest += chunk.slice(from, end);
        checkLength();
        line++;
        yield rest.replace(/\r$/, "");
        rest = "";
      }
      rest += chunk.slice(from);
      checkLength();
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new Error(`${where}: not UTF-8, in line ${line} or after it`, { cause: error });
  }
  if (rest !== "") yield rest.replace(/\r$/, "");
}
