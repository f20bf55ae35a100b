// Reading a file of a run, whatever its writer is doing, or was doing when it was killed, and whoever the
// writer was: plain files within the run's folder alone, none larger than one of its kind may be.
import { type FileKind, fileLimits, readPlainFile, type UnreadableError } from "@sluice/files";
import { basename, resolve } from "node:path";
import { type RunFile, runFiles, type RunReader } from "./run_storage.ts";

/**
 * The folder in a run's folder that holds files which are published but not yet in their places. What is
 * in it counts; see run_folder.ts.
 */
export const PUBLISHED = ".published";

const kindOf = new Map<string, FileKind>(
  (Object.keys(runFiles) as (keyof typeof runFiles)[]).map((kind) => [runFiles[kind], kind]),
);

/** The most bytes that are read of a file of a run. */
export function runFileLimit(file: RunFile | `${RunFile}.gz`): number {
  return fileLimits[kindOf.get(file.replace(/\.gz$/, ""))!];
}

/**
 * The bytes of a file of a run as it was last published; undefined where there is none. Links are not
 * followed.
 *
 * @param folder The run's folder.
 * @param file The file's name in it.
 * @param options `limit`: the most bytes that it may have, where less than its kind allows; `where`: what
 * errors call it.
 * @throws {UnreadableError} Where the file is there and cannot be read.
 */
export async function readRunFile(
  folder: string,
  file: RunFile | `${RunFile}.gz`,
  options: { limit?: number | undefined; where?: string } = {},
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const { limit = Infinity, where = `${folder}/${file}` } = options;
  const most = Math.min(limit, runFileLimit(file));
  const read = async (path: string) => {
    try {
      return await readPlainFile(path, { within: folder, limit: most, where });
    } catch (error) {
      if ((error as UnreadableError).isMissing) return undefined;
      throw error;
    }
  };
  // In this order: what is not there any more is in its place by now.
  return await read(`${PUBLISHED}/${file}`) ?? await read(file);
}

/** The files of a run in a folder, to be read by anyone, whoever writes them. */
export function folderReader(folder: string): RunReader {
  return {
    id: basename(resolve(folder)),
    location: folder,
    read: (file, limit) => readRunFile(folder, file, { limit }),
  };
}
