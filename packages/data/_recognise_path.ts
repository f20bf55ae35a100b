/**
 * Which files of an archive or folder hold reviews, told by their path alone.
 *
 * Two layouts are known, under any leading folders: IMDb's `train/pos/123_10.txt`, one review a
 * file, and `train/positive` or `train/positive.txt`, one review a line. Either takes either name
 * of a class.
 * @module
 */
import type { SplitName } from "./example.ts";

/** 0 negative, 1 positive. */
export type Label = 0 | 1;

/** What the path of a file with reviews tells. */
export interface ReviewFile {
  /** The folders above the split, such as `aclImdb`; empty where there are none. */
  root: string;
  split: SplitName;
  label: Label;
  /** The file's name without `.txt` where it holds one review; absent where each line is one. */
  name?: string;
}

const LABELS: ReadonlyMap<string, Label> = new Map([
  ["neg", 0],
  ["negative", 0],
  ["pos", 1],
  ["positive", 1],
]);

/** The split that a folder's name stands for, if it is one. */
export function splitOf(folder: string): SplitName | undefined {
  return folder === "train" || folder === "test" ? folder : undefined;
}

/** The label that the name of a folder, or of a file with or without `.txt`, stands for. */
export function labelOf(name: string): Label | undefined {
  return LABELS.get(withoutExtension(name));
}

/**
 * Tells what a file holds.
 *
 * @param path The path of a file, with slashes, from the root of an archive or folder.
 * @returns Nothing where the file holds no labelled reviews.
 */
export function recognisePath(path: string): ReviewFile | undefined {
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  const name = parts.at(-1);
  // "._123_10.txt" is what macOS adds to its archives for "123_10.txt".
  if (name === undefined || name.startsWith(".")) return undefined;

  const linesSplit = splitOf(parts.at(-2) ?? "");
  const linesLabel = labelOf(name);
  if (linesSplit !== undefined && linesLabel !== undefined) {
    return { root: parts.slice(0, -2).join("/"), split: linesSplit, label: linesLabel };
  }
  const split = splitOf(parts.at(-3) ?? "");
  const label = LABELS.get(parts.at(-2) ?? "");
  if (split === undefined || label === undefined || !name.endsWith(".txt")) return undefined;
  return { root: parts.slice(0, -3).join("/"), split, label, name: withoutExtension(name) };
}

function withoutExtension(name: string): string {
  return name.endsWith(".txt") ? name.slice(0, -".txt".length) : name;
}
