// Reading a run's predictions from their file.
import { readText } from "./_read_text.ts";
import { parsePredictions, type Prediction } from "./predictions.ts";

/**
 * Reads a `predictions.jsonl`, or, where there is none, the `predictions.jsonl.gz` beside it.
 *
 * @param path The path of the file.
 * @param where What error messages call it; the path unless given.
 * @throws {Error} One line: which file, which line, which field, and what was expected.
 */
export async function readPredictions(path: string, where = path): Promise<Prediction[]> {
  const compressed = await readCompressed(`${path}.gz`, `${where}.gz`, path);
  return parsePredictions(compressed ?? await readText(path, where), where);
}

/** The text of a gzip file; undefined where there is none, or the plain file is there. */
async function readCompressed(path: string, where: string, plain: string) {
  try {
    await Deno.lstat(plain);
    return undefined;
  } catch {
    // Not there, or not to be read: readText tells, unless the compressed file is there.
  }
  let file: Deno.FsFile;
  try {
    file = await Deno.open(path);
  } catch {
    return undefined;
  }
  try {
    return await new Response(file.readable.pipeThrough(new DecompressionStream("gzip"))).text();
  } catch (error) {
    throw new Error(`${where}: not a whole gzip file`, { cause: error });
  }
}
