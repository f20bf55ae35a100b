/**
 * Reads the reviews of a folder: of the folder itself, or of the one folder in it that holds some.
 * @module
 */
import { describeFileError } from "./_describe_file_error.ts";
import { labelOf, recognisePath, splitOf } from "./_recognise_path.ts";
import { LAYOUTS, ReviewCollector, type Splits } from "./_review_collector.ts";

/** Options of {@linkcode readFolder}. */
export interface ReadFolderOptions {
  /** Called with the number of files read so far, and with how many there are. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

/** How many files are read before others get their turn, and progress is told. */
const FILES_AT_ONCE = 256;

/**
 * Reads a folder.
 *
 * @param path The path of `aclImdb`, of the folder it lies in, or of any folder of a known layout.
 * @throws {Error} Where a file cannot be read, or reviews are missing.
 */
export async function readFolder(
  path: string,
  { onProgress, signal }: ReadFolderOptions,
): Promise<Splits> {
  const folder = path.replace(/(?<=.)[/\\]+$/, "");
  const paths = findReviews(folder);
  const collector = new ReviewCollector(folder);
  for (const [index, reviewPath] of paths.entries()) {
    collector.add(reviewPath, readFile(`${folder}/${reviewPath}`));
    const done = index + 1;
    if (done % FILES_AT_ONCE === 0 || done === paths.length) {
      onProgress?.(done, paths.length);
      await new Promise((resolve) => setTimeout(resolve, 0));
      signal?.throwIfAborted();
    }
  }
  return collector.finish();
}

/** The paths, from the folder, of all files with reviews in it, or in a folder of it. */
function findReviews(folder: string): string[] {
  const names = list(folder);
  let paths = names.flatMap((name) => findInSplit(folder, name));
  if (paths.length > 0) return paths;
  paths = names.filter((name) => !name.startsWith(".")).flatMap((name) =>
    list(`${folder}/${name}`).flatMap((split) => findInSplit(folder, `${name}/${split}`))
  );
  if (paths.length > 0) return paths;
  const archive = names.find((name) => /\.(tar\.gz|tgz|tar)$/.test(name));
  const advice = archive === undefined
    ? `expected ${LAYOUTS}`
    : `to read the archive in it, give ${folder}/${archive}`;
  throw new Error(`${folder} holds no reviews: ${advice}`);
}

/** The files with reviews of a folder that is named like a split. */
function findInSplit(folder: string, split: string): string[] {
  if (splitOf(split.split("/").at(-1) ?? "") === undefined) return [];
  return list(`${folder}/${split}`)
    .filter((name) => labelOf(name) !== undefined)
    .flatMap((name) => {
      const path = `${split}/${name}`;
      if (!isFolder(`${folder}/${path}`)) return [path];
      return list(`${folder}/${path}`).map((file) => `${path}/${file}`);
    })
    .filter((path) => recognisePath(path) !== undefined);
}

/** The sorted names in a folder; none where it is a file. */
function list(path: string): string[] {
  if (!isFolder(path)) return [];
  try {
    return [...Deno.readDirSync(path)].map(({ name }) => name).sort();
  } catch (error) {
    throw describeFileError(error, path, "read");
  }
}

function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch (error) {
    // A link that leads nowhere lies in many a folder and is no review.
    if (error instanceof Deno.errors.NotFound) return false;
    throw describeFileError(error, path, "read");
  }
}

function readFile(path: string): Uint8Array {
  try {
    return Deno.readFileSync(path);
  } catch (error) {
    throw describeFileError(error, path, "read");
  }
}
