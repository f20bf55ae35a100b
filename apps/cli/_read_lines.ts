// Lines of a text file, as they come.
import { UsageError } from "../command_line/usage_error.ts";

/**
 * The lines of a file; `-` is standard input.
 *
 * @throws {UsageError} Where the file does not exist. While reading: {@linkcode Error}, where it is not
 * UTF-8.
 */
export async function readLines(path: string): Promise<AsyncIterable<string>> {
  if (path === "-") return split(Deno.stdin.readable, "standard input");
  let file;
  try {
    file = await Deno.open(path);
    if ((await file.stat()).isDirectory) throw new UsageError(`${path}: a folder, not a file`);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const reason = error instanceof Deno.errors.NotFound
      ? "no such file"
      : (error as Error).message;
    throw new UsageError(`${path}: ${reason}`);
  }
  return split(file.readable, path);
}

async function* split(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  where: string,
): AsyncGenerator<string> {
  let rest = "";
  let line = 1;
  try {
    for await (const chunk of stream.pipeThrough(new TextDecoderStream("utf-8", { fatal: true }))) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop()!;
      for (const text of lines) {
        line++;
        yield text.replace(/\r$/, "");
      }
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new Error(`${where}: not UTF-8, in line ${line} or after it`, { cause: error });
  }
  if (rest !== "") yield rest.replace(/\r$/, "");
}
