import { type FileKind, fileLimits } from "./limits.ts";
import { tooLarge } from "./read_plain_file.ts";
import { UnreadableError } from "./unreadable_error.ts";

/**
 * What a gzip file holds, of which a few megabytes can hold gigabytes: no more is made of it than the
 * limit allows.
 *
 * @param bytes The compressed file.
 * @param options The limit of what is decompressed, and what errors call the file.
 * @throws {UnreadableError} Where it is no whole gzip file, or holds more.
 */
export async function gunzip(
  bytes: Uint8Array<ArrayBuffer>,
  { limit, where }: { limit: FileKind | number; where: string },
): Promise<Uint8Array<ArrayBuffer>> {
  const most = typeof limit === "number" ? limit : fileLimits[limit];
  const chunks: Uint8Array[] = [];
  let length = 0;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  try {
    for await (const chunk of stream) {
      length += chunk.length;
      if (length > most) throw tooLarge(where, most);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof UnreadableError) throw error;
    throw new UnreadableError(where, "not a whole gzip file", { cause: error });
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
