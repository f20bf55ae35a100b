// Whether a run's folder may be written to: it may come from a stranger.
import { asUnreadable, checkPlain, UnreadableError } from "@sluice/files";

/** Deeper folders, and more files, are not those of a run. */
const MAX_DEPTH = 8;
const MAX_ENTRIES = 100_000;

/**
 * Refuses to write to a run's folder in which anything is not a plain file or folder: a link in it would
 * lead the writer to files outside it. The folder itself may be a link, as it is what the user names.
 *
 * @throws {UnreadableError} Which file it is, and what it is.
 *
 * @example
 * ```ts
 * import { checkRunFolder } from "@sluice/runs";
 * import { assertRejects } from "@std/assert";
 *
 * const folder = await Deno.makeTempDir();
 * await checkRunFolder(folder);
 * await Deno.symlink("/etc", `${folder}/model`);
 * await assertRejects(() => checkRunFolder(folder), Error, "model: a link");
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function checkRunFolder(folder: string): Promise<void> {
  let entries = 0;
  const check = async (path: string, depth: number): Promise<void> => {
    for await (const { name } of Deno.readDir(path)) {
      const inner = `${path}/${name}`;
      if (++entries > MAX_ENTRIES || depth > MAX_DEPTH) {
        throw new UnreadableError(folder, "holds far more than a run");
      }
      const found = await Deno.lstat(inner).catch((error) => {
        // What its writer has renamed meanwhile is no link.
        if (error instanceof Deno.errors.NotFound) return undefined;
        throw asUnreadable(error, inner);
      });
      if (found === undefined) continue;
      if (found.isDirectory) await check(inner, depth + 1);
      else checkPlain(found, inner);
    }
  };
  try {
    await check(folder, 0);
  } catch (error) {
    throw asUnreadable(error, folder);
  }
}
