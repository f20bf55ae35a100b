// For tests: small made-up data sets, as folders and as archives.
import { pack } from "tar-stream";
import { gzipSync } from "node:zlib";
import { Buffer } from "node:buffer";

const WORDS = [
  ["awful", "dull", "poor", "tedious"],
  ["fine", "great", "moving", "wonderful"],
] as const;
const FILLER = ["a", "film", "plot", "the", "actor", "scene", "and", "with"];

/** Texts of one class, in the same order at every call. */
export function makeReviews(label: 0 | 1, count: number, seed: number): string[] {
  let state = seed * 2 + label + 1;
  const draw = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 16) % below;
  };
  return Array.from({ length: count }, () => {
    const words = Array.from({ length: 4 + draw(12) }, () => FILLER[draw(FILLER.length)]!);
    words[draw(words.length)] = WORDS[label][draw(4)]!;
    return words.join(" ");
  });
}

/** The files of a data set in the layout of aclImdb, by path. */
export function makeFiles(train: number, test: number): Map<string, string | Uint8Array> {
  const files = new Map<string, string | Uint8Array>();
  for (const [split, count] of [["train", train], ["test", test]] as const) {
    for (const [label, name] of [[0, "neg"], [1, "pos"]] as const) {
      makeReviews(label, count / 2, split === "train" ? 1 : 2).forEach((text, index) =>
        files.set(`aclImdb/${split}/${name}/${index}_${label ? 9 : 2}.txt`, text)
      );
    }
  }
  return files;
}

/** The same with ratings 1, 4, 8 and 10 in the files' names, each with a word of its own in its texts. */
export function makeRatedFiles(train: number, test: number): Map<string, string | Uint8Array> {
  const files = new Map<string, string | Uint8Array>();
  for (const [name, text] of makeFiles(train, test)) {
    const [, path, index] = /^(.*\/)(\d+)_\d+\.txt$/.exec(name)!;
    const isEven = Number(index) % 2 === 0;
    const rating = path!.includes("/neg/") ? (isEven ? 1 : 4) : (isEven ? 8 : 10);
    files.set(`${path}${index}_${rating}.txt`, `${text} ${"abcdefghij"[rating - 1]!.repeat(4)}`);
  }
  return files;
}

/** Writes files as a `.tar.gz`. */
export async function writeArchive(
  path: string,
  files: Map<string, string | Uint8Array>,
): Promise<Uint8Array> {
  const archive = pack();
  for (const [name, content] of files) archive.entry({ name }, Buffer.from(content));
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive) chunks.push(chunk as Uint8Array);
  const bytes = gzipSync(Buffer.concat(chunks));
  await Deno.writeFile(path, bytes);
  return bytes;
}

/** A folder that is removed in the end. */
export async function withFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "sluice-cli-" });
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Whether there is something at a path. */
export async function exists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch {
    return false;
  }
}
