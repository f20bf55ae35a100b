// Writes a file so that whoever reads it, and whatever happens meanwhile, finds it whole.

/**
 * Writes a file under a temporary name in the same folder, flushes it to the disk, renames it over its
 * final name, and flushes the folder. A reader, or a run that was killed, finds the old file or the new
 * one, never a part. The temporary file is removed if anything fails.
 *
 * @param path The file's final name. Its folder must exist.
 * @param data The whole content; a string is written as UTF-8.
 * @throws {Error} One line with the path and the reason: a full disk, a folder that cannot be
 * written to, a folder that does not exist.
 *
 * @example
 * ```ts
 * import { writeFileAtomically } from "@sluice/runs";
 * import { assertEquals } from "@std/assert";
 *
 * const folder = await Deno.makeTempDir();
 * await writeFileAtomically(`${folder}/run.json`, "{}\n");
 * assertEquals(await Deno.readTextFile(`${folder}/run.json`), "{}\n");
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function writeFileAtomically(
  path: string,
  data: string | Uint8Array,
): Promise<void> {
  const temporary = temporaryName(path);
  try {
    await writeAndSync(temporary, data);
    await Deno.rename(temporary, path);
    await syncFolder(folderOf(path));
  } catch (error) {
    await removeQuietly(temporary);
    throw new Error(`cannot write ${path}: ${describeWriteError(error)}`, { cause: error });
  }
}

/** Writes a file that must not exist yet, and flushes it to the disk. */
export async function writeAndSync(path: string, data: string | Uint8Array): Promise<void> {
  const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
  using file = await Deno.open(path, { write: true, createNew: true });
  for (let written = 0; written < bytes.length;) {
    written += await file.write(bytes.subarray(written));
  }
  await file.sync();
}

/** Flushes the names in a folder to the disk, where the system can: Windows opens no folders. */
export async function syncFolder(path: string): Promise<void> {
  if (Deno.build.os === "windows") return;
  using folder = await Deno.open(path);
  await folder.sync();
}

/** The end of a temporary file's name. */
export const TEMPORARY_SUFFIX = ".tmp";

/** The folder that a file is in. */
function folderOf(path: string): string {
  return path.match(/^(.*)[\\/][^\\/]*$/s)?.[1] || (/^[\\/]/.test(path) ? "/" : ".");
}

/** A name in the same folder: a rename is atomic only within one file system. */
function temporaryName(path: string): string {
  const [, folder = "", base = ""] = path.match(/^(.*[\\/])?([^\\/]*)$/s) ?? [];
  return `${folder}.${base.slice(0, 100)}.${crypto.randomUUID()}${TEMPORARY_SUFFIX}`;
}

async function removeQuietly(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch {
    // The error that led here is the one to report.
  }
}

/** Why something cannot be written, in a few words. */
export function describeWriteError(error: unknown): string {
  const code = (error as { code?: string }).code;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return "the disk is full; free some space and try again";
  }
  if (code === "EROFS") return "its folder is read-only";
  if (code === "EACCES" || code === "EPERM") {
    return "no permission to write to its folder";
  }
  if (error instanceof Deno.errors.NotFound) return "its folder does not exist";
  return error instanceof Error ? error.message : String(error);
}
