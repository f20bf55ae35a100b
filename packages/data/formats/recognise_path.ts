/**
 * Which files of an archive or folder hold examples, told by their path alone.
 *
 * Two layouts are known, under any leading folders: `train/CLASS/NAME.txt`, one example a file, and
 * `train/CLASS` or `train/CLASS.txt`, one example a line; likewise `test`. Any name is the name of
 * a class. IMDb's `neg` and `pos` are called negative and positive.
 * @module
 */
import type { SplitName } from "../example.ts";

/** What the path of a file with examples tells. */
export interface ExampleFile {
  /** The folders above the split, such as `aclImdb`; empty where there are none. */
  root: string;
  split: SplitName;
  /** The label, such as `positive`. */
  label: string;
  /** The name of the class in ids, such as `pos`. */
  folder: string;
  /** The file's name without `.txt` where it holds one example; absent where each line is one. */
  name?: string;
  /**
   * Whether the file holds examples whatever lies beside it. A file with an example a line may be
   * something else, such as IMDb's `train/urls_pos.txt`, where there are folders of classes too.
   */
  isCertain: boolean;
}

/** What a class is called: its label, and its name in ids. */
export type ClassNames = Pick<ExampleFile, "label" | "folder">;

/** Names of classes that are called something else. */
const KNOWN_CLASSES: ReadonlyMap<string, ClassNames> = new Map([
  ["neg", { label: "negative", folder: "neg" }],
  ["negative", { label: "negative", folder: "neg" }],
  ["pos", { label: "positive", folder: "pos" }],
  ["positive", { label: "positive", folder: "pos" }],
]);

/** IMDb's reviews without a label. */
const UNLABELLED = "unsup";

/** Files that lie beside examples and hold none. */
const NOTES = /^(?:readme|licen[cs]e|copying|notice|authors|changes|changelog)$/i;

const EXTENSION = /\.txt$/i;

/** The split that a folder's name stands for, if it is one. */
export function splitOf(folder: string): SplitName | undefined {
  return folder === "train" || folder === "test" ? folder : undefined;
}

/** What the class is called that data call by this name: of `pos`, positive, and `pos` in ids. */
export function classOf(name: string): ClassNames {
  // One class may be written in two ways: macOS takes accents and letters apart.
  const folder = name.normalize("NFC");
  return KNOWN_CLASSES.get(folder) ?? { label: folder, folder };
}

/**
 * Tells what a file holds.
 *
 * @param path The path of a file, with slashes, from the root of an archive or folder.
 * @returns Nothing where the file holds no labelled examples.
 */
export function recognisePath(path: string): ExampleFile | undefined {
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  const file = parts.pop();
  // "._123_10.txt" is what macOS adds to its archives for "123_10.txt".
  if (file === undefined || file.startsWith(".")) return undefined;
  const isText = EXTENSION.test(file);
  const name = file.replace(EXTENSION, "");

  const folder = parts.at(-1) ?? "";
  const split = splitOf(parts.at(-2) ?? "");
  if (split !== undefined && splitOf(folder) === undefined) {
    if (!isClass(folder) || !isText) return undefined;
    return { root: parts.slice(0, -2).join("/"), split, ...classOf(folder), name, isCertain: true };
  }

  const linesSplit = splitOf(folder);
  // A name with another extension, such as IMDb's "labeledBow.feat", is of another kind of file.
  if (linesSplit === undefined || NOTES.test(name) || (!isText && name.includes("."))) {
    return undefined;
  }
  if (!isClass(name)) return undefined;
  return {
    root: parts.slice(0, -1).join("/"),
    split: linesSplit,
    ...classOf(name),
    isCertain: KNOWN_CLASSES.has(name),
  };
}

function isClass(name: string): boolean {
  return name !== UNLABELLED && name !== "" && !name.startsWith(".");
}
