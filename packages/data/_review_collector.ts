/**
 * Gathers the reviews of an archive or folder, file by file in any order, into two sorted splits.
 * @module
 */
import type { Example, SplitName } from "./example.ts";
import { type Label, recognisePath, type ReviewFile } from "./_recognise_path.ts";

/** The layouts that can be read, for messages that must name them. */
export const LAYOUTS = "{train,test}/{pos,neg}/*.txt with one review a file, or " +
  "{train,test}/{positive,negative} with one review a line";

/** The examples of an archive or folder, as read. */
export type Splits = Record<SplitName, Example[]>;

interface Review {
  path: string;
  example: Example;
  /** Where the review stands in its class: the numbers in its name, or its line. */
  numbers: [number, number];
}

const CLASSES = ["neg", "pos"] as const;

/** Takes the files of one archive or folder, in any order, and gives its examples in one order. */
export class ReviewCollector {
  readonly #where: string;
  readonly #reviews = new Map<string, Review>();
  #root: string | undefined;

  /** @param where The archive or folder, for messages. */
  constructor(where: string) {
    this.#where = where;
  }

  /**
   * Adds one file.
   *
   * @param path Its path from the root of the archive or folder.
   * @param bytes What it holds; not kept.
   * @param file What {@linkcode recognisePath} says of the path.
   * @throws {Error} Where the file is not UTF-8, or belongs to a second set of reviews.
   */
  add(path: string, bytes: Uint8Array, file: ReviewFile | undefined = recognisePath(path)): void {
    if (file === undefined) return;
    this.#root ??= file.root;
    if (file.root !== this.#root) {
      throw new Error(
        `${this.#where} holds two sets of reviews, one in "${this.#root}" and one in ` +
          `"${file.root}": give an archive or folder that holds one`,
      );
    }
    const text = this.#decode(path, bytes);
    if (file.name !== undefined) {
      this.#addReview(path, file, file.name, text);
      return;
    }
    const lines = text.split("\n");
    if (lines.at(-1) === "") lines.pop();
    for (const [index, line] of lines.entries()) {
      this.#addReview(path, file, `${index + 1}`, line.endsWith("\r") ? line.slice(0, -1) : line);
    }
  }

  /**
   * The examples of both splits, the negative ones first, each class by the numbers in its names.
   *
   * @throws {Error} Where a split or a class of it is missing.
   */
  finish(): Splits {
    if (this.#reviews.size === 0) {
      throw new Error(`${this.#where} holds no reviews: expected ${LAYOUTS}`);
    }
    const sorted = [...this.#reviews.values()].sort(compareReviews);
    const splits: Splits = { train: [], test: [] };
    for (const { example } of sorted) {
      splits[example.id.startsWith("train/") ? "train" : "test"].push(example);
    }
    this.#checkClasses(splits);
    return splits;
  }

  #decode(path: string, bytes: Uint8Array): string {
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch (cause) {
      throw new Error(
        `the file ${path} of ${this.#where} is not UTF-8: convert it (iconv does) or remove it`,
        { cause },
      );
    }
  }

  #addReview(path: string, file: ReviewFile, name: string, text: string): void {
    const id = `${file.split}/${CLASSES[file.label]}/${name}`;
    const other = this.#reviews.get(id);
    // The same path again replaces what came before, as it does when an archive is unpacked.
    if (other !== undefined && other.path !== path) {
      throw new Error(
        `${this.#where} holds the review ${id} twice, in ${other.path} and in ${path}`,
      );
    }
    const example: Example = { id, text, label: file.label };
    this.#reviews.set(id, { path, example, numbers: numbersOf(name) });
  }

  #checkClasses(splits: Splits): void {
    for (const split of ["train", "test"] as const) {
      const examples = splits[split];
      if (examples.length === 0) {
        throw new Error(`${this.#where} holds no ${split} reviews: expected ${LAYOUTS}`);
      }
      const counts: [number, number] = [0, 0];
      for (const { label } of examples) counts[label as Label] += 1;
      for (const [label, name] of (["negative", "positive"] as const).entries()) {
        if (counts[label as Label] > 0) continue;
        throw new Error(
          `the ${split} reviews of ${this.#where} are of one class only: ${counts[0]} negative, ` +
            `${counts[1]} positive; add ${name} ones in ${split}/${CLASSES[label as Label]}`,
        );
      }
    }
  }
}

/** The numbers of a name such as `123_10`; other names come after those with numbers. */
function numbersOf(name: string): [number, number] {
  const match = /^(\d{1,15})(?:_(\d{1,15}))?$/.exec(name);
  return match === null ? [Infinity, Infinity] : [Number(match[1]), Number(match[2] ?? -1)];
}

function compareReviews(one: Review, other: Review): number {
  return one.example.label - other.example.label ||
    compare(one.numbers[0], other.numbers[0]) ||
    compare(one.numbers[1], other.numbers[1]) ||
    compare(one.example.id, other.example.id);
}

function compare<T extends number | string>(one: T, other: T): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
