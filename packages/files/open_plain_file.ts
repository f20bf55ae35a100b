import { asUnreadable, UnreadableError } from "./unreadable_error.ts";

/** Options of {@linkcode openPlainFile}. */
export interface OpenOptions {
  /**
   * The folder that the path is in and must not leave: then the path goes from it, and neither the file
   * nor a folder on the way may be a link. What a user names may be one; what a stranger's folder holds
   * may not.
   */
  within?: string;
  /** What errors call the file; its path unless given. */
  where?: string;
}

/** A file that is open to be read. */
export interface PlainFile extends Disposable {
  /** The open file, at its start. */
  file: Deno.FsFile;
  /** Its size in bytes, as the system has it. */
  size: number;
}

/**
 * Opens a plain file to be read. Pipes, which never end, and devices, which never stop, are refused, and
 * so are folders.
 *
 * It guards against what a folder holds, not against one who changes it at the same moment: a file that
 * was replaced between the look at it and its opening is noticed, a folder on the way to it is not.
 *
 * @throws {UnreadableError} Where there is no such file, or it may not be read.
 *
 * @example
 * ```ts
 * import { openPlainFile } from "@sluice/files";
 * import { assertEquals, assertRejects } from "@std/assert";
 *
 * const folder = await Deno.makeTempDir();
 * await Deno.writeTextFile(`${folder}/one`, "one");
 * {
 *   using one = await openPlainFile(`${folder}/one`);
 *   assertEquals(one.size, 3);
 * }
 * await assertRejects(() => openPlainFile(folder), Error, "a folder, not a file");
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function openPlainFile(path: string, options: OpenOptions = {}): Promise<PlainFile> {
  const { within, where = within === undefined ? path : `${within}/${path}` } = options;
  const whole = within === undefined ? path : `${within}/${path}`;
  let file: Deno.FsFile | undefined;
  try {
    let found: Deno.FileInfo;
    if (within === undefined) {
      found = await Deno.stat(path);
    } else {
      await refuseLinkedFolders(within, path, where);
      found = await Deno.lstat(whole);
    }
    checkPlain(found, where);
    file = await Deno.open(whole);
    const opened = await file.stat();
    if (!opened.isFile || opened.ino !== found.ino || opened.dev !== found.dev) {
      throw new UnreadableError(where, "changed while it was opened; try again");
    }
    const { size } = opened;
    const close = file;
    return { file, size, [Symbol.dispose]: () => close.close() };
  } catch (error) {
    file?.close();
    throw asUnreadable(error, where);
  }
}

/** Refuses links among the folders between a folder and a path in it. */
async function refuseLinkedFolders(within: string, path: string, where: string): Promise<void> {
  const parts = path.split(/[/\\]/);
  if (parts.includes("..")) throw new UnreadableError(where, "leaves its folder");
  for (let depth = 1; depth < parts.length; depth++) {
    const folder = parts.slice(0, depth).join("/");
    const { isSymlink } = await Deno.lstat(`${within}/${folder}`);
    if (isSymlink) {
      throw new UnreadableError(
        where,
        `its folder ${folder} is a link, which is not followed here`,
      );
    }
  }
}

/** Refuses what is not a plain file. */
export function checkPlain(found: Deno.FileInfo, where: string): void {
  if (found.isFile) return;
  throw new UnreadableError(where, kindOf(found));
}

function kindOf(found: Deno.FileInfo): string {
  if (found.isSymlink) return "a link, which is not followed here";
  if (found.isDirectory) return "a folder, not a file";
  if (found.isFifo) return "a pipe, not a file";
  if (found.isSocket) return "a socket, not a file";
  return "a device, not a file";
}
