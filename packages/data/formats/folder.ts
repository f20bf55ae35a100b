/**
 * A folder of examples: the folder itself, or the one folder in it that holds some.
 * @module
 */
import { readPlainFileSync } from "@sluice/files";
import { describeFileError } from "../_describe_file_error.ts";
import { ExampleCollector, LAYOUTS, limitOf } from "./example_collector.ts";
import type { Format } from "./format.ts";
import { type ExampleFile, recognisePath, splitOf } from "./recognise_path.ts";

/** How many files are read before others get their turn, and progress is told. */
const FILES_AT_ONCE = 256;

/** A folder such as `aclImdb`, or the one that it lies in. */
export const folder: Format = {
  name: "folder",

  recognises: ({ isFolder }) => isFolder,

  async read({ path: folder }, { onProgress, signal }) {
    const root = folder.replace(/(?<=.)[/\\]+$/, "");
    const files = findExamples(root);
    const collector = new ExampleCollector(root);
    for (const [index, { path, file }] of files.entries()) {
      if (collector.wants(file)) addFile(collector, root, path, file);
      const done = index + 1;
      if (done % FILES_AT_ONCE === 0 || done === files.length) {
        onProgress?.(done, files.length);
        await new Promise((resolve) => setTimeout(resolve, 0));
        signal?.throwIfAborted();
      }
    }
    return collector.finish();
  },
};

interface FoundFile {
  /** Its path from the folder. */
  path: string;
  file: ExampleFile;
}

/** All files with examples of a folder, or of the folders in it. */
function findExamples(root: string): FoundFile[] {
  const names = list(root);
  let files = names.flatMap((name) => findInSplit(root, name));
  if (!isDataset(files)) {
    const below = names.filter((name) => !name.startsWith(".")).flatMap((name) =>
      list(`${root}/${name}`).flatMap((split) => findInSplit(root, `${name}/${split}`))
    );
    files = [...files, ...below];
  }
  if (files.length === 0) {
    const archive = names.find((name) => /\.(tar\.gz|tgz|tar)$/i.test(name));
    const advice = archive === undefined
      ? `expected ${LAYOUTS}`
      : `to read the archive in it, give ${root}/${archive}`;
    throw new Error(`${root} holds no examples: ${advice}`);
  }
  // Those whose folders name a class come first: beside them, lists of lines are something else.
  return files.sort((one, other) => Number(other.file.isCertain) - Number(one.file.isCertain));
}

function isDataset(files: readonly FoundFile[]): boolean {
  return (["train", "test"] as const).some((split) => {
    const ofSplit = files.filter(({ file }) => file.split === split);
    return new Set(ofSplit.map(({ file }) => file.label)).size > 1;
  });
}

/** The files with examples of a folder that is named like a split. */
function findInSplit(root: string, split: string): FoundFile[] {
  if (splitOf(split.split("/").at(-1) ?? "") === undefined) return [];
  return list(`${root}/${split}`)
    .flatMap((name) => {
      const path = `${split}/${name}`;
      // Such as a folder of thousands of reviews without a label.
      if (recognisePath(`${path}/x.txt`) === undefined) return [];
      if (!isFolder(`${root}/${path}`)) return [path];
      return list(`${root}/${path}`).map((file) => `${path}/${file}`);
    })
    .flatMap((path) => {
      const file = recognisePath(path);
      return file === undefined ? [] : [{ path, file }];
    });
}

function addFile(
  collector: ExampleCollector,
  root: string,
  path: string,
  file: ExampleFile,
): void {
  let bytes: Uint8Array;
  try {
    bytes = readPlainFileSync(`${root}/${path}`, { limit: limitOf(file) });
  } catch (error) {
    collector.refuse(file, describeFileError(error, `${root}/${path}`, "read"));
    return;
  }
  collector.add(path, bytes, file);
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
    // A link that leads nowhere lies in many a folder and is no example.
    if (error instanceof Deno.errors.NotFound) return false;
    throw describeFileError(error, path, "read");
  }
}
