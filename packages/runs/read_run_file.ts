// Reading a file of a run, whatever its writer is doing, or was doing when it was killed.
import { basename, resolve } from "node:path";
import type { RunFile, RunReader } from "./run_storage.ts";

/**
 * The folder in a run's folder that holds files which are published but not yet in their places. What is
 * in it counts; see run_folder.ts.
 */
export const PUBLISHED = ".published";

/**
 * The bytes of a file of a run as it was last published; undefined where there is none.
 *
 * @param folder The run's folder.
 * @param file The file's name in it.
 * @throws {Error} Where the file is there and cannot be read: Deno's own error.
 */
export async function readRunFile(
  folder: string,
  file: RunFile | `${RunFile}.gz`,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  // In this order: what is not there any more is in its place by now.
  return await readIfThere(`${folder}/${PUBLISHED}/${file}`) ??
    await readIfThere(`${folder}/${file}`);
}

/** The files of a run in a folder, to be read by anyone, whoever writes them. */
export function folderReader(folder: string): RunReader {
  return {
    id: basename(resolve(folder)),
    location: folder,
    async read(file) {
      try {
        return await readRunFile(folder, file);
      } catch (error) {
        const reason = (error as Error).message.split("\n")[0];
        throw new Error(`${folder}/${file}: cannot be read: ${reason}`, { cause: error });
      }
    },
  };
}

async function readIfThere(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return undefined;
    }
    throw error;
  }
}
