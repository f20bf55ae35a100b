// Writes a file so that whoever reads it, and whatever happens meanwhile, finds it whole.

/**
 * Writes a file under a temporary name in the same folder, flushes it to the disk, and renames it
 * over its final name. A reader, or a run that was killed, finds the old file or the new one, never a
 * part. The temporary file is removed if anything fails.
 *
 * @param path The file's final name. Its folder must exist.
 * @param data The whole content; a string is written as UTF-8.
 * @throws {Error} One line with the path and the reason: a full disk, a folder that cannot be
 * written to, a folder that does not exist.
 *
 * @example
 * ```ts
 * import { writeFileAtomically } from "@sluice/train/run_folder";
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
  const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
  const temporary = temporaryName(path);
  try {
    {
      using file = await Deno.open(temporary, { write: true, createNew: true });
      for (let written = 0; written < bytes.length;) {
        written += await file.write(bytes.subarray(written));
      }
      await file.sync();
    }
    await Deno.rename(temporary, path);
  } catch (error) {
    await removeQuietly(temporary);
    throw new Error(`cannot write ${path}: ${reason(error)}`, { cause: error });
  }
}

/** A name in the same folder: a rename is atomic only within one file system. */
function temporaryName(path: string): string {
  const [, folder = "", base = ""] = path.match(/^(.*[\\/])?([^\\/]*)$/s) ?? [];
  return `${folder}.${base.slice(0, 100)}.${crypto.randomUUID()}.tmp`;
}

async function removeQuietly(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch {
    // The error that led here is the one to report.
  }
}

function reason(error: unknown): string {
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
