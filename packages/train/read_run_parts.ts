// Parts of a run, with one line where one of them is missing or damaged.
import { type RunFile, runFiles, type RunReader } from "@sluice/runs/run_storage";
import { BpeTokenizer } from "@sluice/tokenizer";

/** The bytes of a file that must be there, and may have a limit. */
export async function readRequired(
  run: RunReader,
  file: RunFile,
  limit?: number,
): Promise<Uint8Array> {
  const bytes = await run.read(file, limit);
  if (bytes === undefined) throw new Error(`${run.location}/${file}: no such file`);
  return bytes;
}

/** The tokenizer of a run. */
export async function readTokenizer(run: RunReader): Promise<BpeTokenizer> {
  const bytes = await readRequired(run, runFiles.tokenizer);
  try {
    return BpeTokenizer.fromJSON(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new Error(
      `${run.location}/${runFiles.tokenizer}: cannot be read: ${(error as Error).message}`,
      { cause: error },
    );
  }
}
