/**
 * Gathers the examples of an archive or folder, file by file in any order, into two sorted splits.
 * @module
 */
import { fileLimits, sayBytes, UnreadableError } from "@sluice/files";
import type { Example, SplitName } from "../example.ts";
import { splitLines } from "./lines.ts";
import { classOf, type ExampleFile, recognisePath } from "./recognise_path.ts";
import { checkSplits, sortLabels, type Splits } from "./splits.ts";

/** The layouts that can be read, for messages that must name them. */
export const LAYOUTS = "{train,test}/CLASS/*.txt with one example a file, or " +
  "{train,test}/CLASS.txt with one example a line, where CLASS is pos, neg or any other name";

/** The most bytes of a file with examples. */
export function limitOf(file: ExampleFile): number {
  return file.name === undefined ? fileLimits.examples : fileLimits.example;
}

/** Why a file that is larger is not read. */
export function tooLarge(file: ExampleFile): string {
  const what = file.name === undefined ? "a file with an example a line" : "an example";
  return `more than ${sayBytes(limitOf(file))}, the most that ${what} may have`;
}

/** The most characters of all texts of a data set. */
const MOST_CHARACTERS = 2 ** 32;

interface Found {
  path: string;
  label: string;
  split: SplitName;
  example: Example;
  /** Where the example stands in its class: the numbers in its name, or its line. */
  numbers: [number, number];
}

/** The examples below one folder. */
class Candidate {
  /** The labels of each split, of all files, whether they could be read or not. */
  readonly labels: Record<SplitName, Set<string>> = { train: new Set(), test: new Set() };
  readonly found = new Map<string, Found>();
  /** The first file that is of no use. */
  problem: Error | undefined;

  /** Whether there is something in it to tell apart, so that it is no chance resemblance. */
  get isDataset(): boolean {
    return this.labels.train.size > 1 || this.labels.test.size > 1;
  }

  get size(): number {
    return this.labels.train.size + this.labels.test.size;
  }
}

/** Takes the files of one archive or folder, in any order, and gives its examples in one order. */
export class ExampleCollector {
  readonly #where: string;
  readonly #certain = new Map<string, Candidate>();
  /** Files with an example a line, until there are folders of classes beside them. */
  readonly #uncertain = new Map<string, Candidate>();
  /** Folders above splits that hold folders of classes. */
  readonly #withFolders = new Set<string>();
  #characters = 0;

  /** @param where The archive or folder, for messages. */
  constructor(where: string) {
    this.#where = where;
  }

  /** Whether a file is worth reading. */
  wants(file: ExampleFile): boolean {
    return file.isCertain || !this.#withFolders.has(file.root);
  }

  /**
   * Adds one file.
   *
   * @param path Its path from the root of the archive or folder.
   * @param bytes What it holds; not kept.
   * @param file What {@linkcode recognisePath} says of the path.
   */
  add(path: string, bytes: Uint8Array, file: ExampleFile | undefined = recognisePath(path)): void {
    if (file === undefined || !this.wants(file)) return;
    const candidate = this.#candidateOf(file);
    let text: string;
    try {
      text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch (cause) {
      candidate.problem ??= new Error(
        `the file ${path} of ${this.#where} is not UTF-8: convert it (iconv does) or remove it`,
        { cause },
      );
      return;
    }
    if (file.name !== undefined) {
      this.#keep(candidate, path, file, file.name, text);
      return;
    }
    for (const [index, line] of splitLines(text).entries()) {
      this.#keep(candidate, path, file, `${index + 1}`, line);
    }
  }

  /**
   * Adds one example, for formats that are no layout of files.
   *
   * @param split Where it belongs.
   * @param className What the data call its class, such as `pos`.
   * @param name Tells it apart from others of its class and split: its number, say.
   * @param text What it says.
   */
  addExample(split: SplitName, className: string, name: string, text: string): void {
    const file = { root: "", split, ...classOf(className), name, isCertain: true };
    this.#keep(this.#candidateOf(file), this.#where, file, name, text);
  }

  /**
   * Takes note of a file that cannot be read. That is an error only if the file turns out to be one
   * with examples.
   */
  refuse(file: ExampleFile, problem: Error): void {
    if (this.wants(file)) this.#candidateOf(file).problem ??= problem;
  }

  /**
   * The examples of both splits, class by class, each by the numbers in its names.
   *
   * @throws {Error} Where a file is not UTF-8 or cannot be read, an example or the whole dataset is
   * there twice, or a split or a class is missing.
   */
  finish(): Splits {
    const { found, problem } = this.#choose();
    if (problem !== undefined) throw problem;
    const names = new Set(Array.from(found.values(), ({ label }) => label));
    // So that the message can say what is missing.
    if (names.size === 1 && names.has("positive")) names.add("negative");
    if (names.size === 1 && names.has("negative")) names.add("positive");
    const labels = sortLabels(names);
    const indices = new Map(labels.map((label, index) => [label, index]));
    for (const { example, label } of found.values()) example.label = indices.get(label) as number;
    const splits: Splits = { labels, train: [], test: [] };
    for (const { split, example } of [...found.values()].sort(compareFound)) {
      splits[split].push(example);
    }
    checkSplits(
      splits,
      this.#where,
      LAYOUTS,
      (split, label) => `${split}/${classOf(label).folder}`,
    );
    return splits;
  }

  #candidateOf(file: ExampleFile): Candidate {
    if (file.isCertain && file.name !== undefined) {
      this.#withFolders.add(file.root);
      this.#uncertain.delete(file.root);
    }
    const candidates = file.isCertain ? this.#certain : this.#uncertain;
    let candidate = candidates.get(file.root);
    if (candidate === undefined) candidates.set(file.root, candidate = new Candidate());
    candidate.labels[file.split].add(file.label);
    return candidate;
  }

  #keep(
    candidate: Candidate,
    path: string,
    file: ExampleFile,
    name: string,
    text: string,
  ): void {
    const { split, label, folder } = file;
    const id = `${split}/${folder}/${name}`;
    const other = candidate.found.get(id);
    // The same path again replaces what came before, as it does when an archive is unpacked.
    if (other !== undefined && other.path !== path) {
      candidate.problem ??= new Error(
        `${this.#where} holds the example ${id} twice, in ${other.path} and in ${path}`,
      );
      return;
    }
    if (text.length > fileLimits.example) {
      candidate.problem ??= new UnreadableError(
        `${id} of ${this.#where}`,
        `an example of more than ${sayBytes(fileLimits.example)}, the most there is`,
      );
      return;
    }
    this.#characters += text.length;
    if (this.#characters > MOST_CHARACTERS) {
      throw new UnreadableError(
        this.#where,
        `holds texts of more than ${sayBytes(MOST_CHARACTERS)}, the most that is read`,
      );
    }
    const example: Example = { id, text, label: 0 };
    candidate.found.set(id, { path, label, split, example, numbers: numbersOf(name) });
  }

  /** Chooses the one folder that holds a dataset. */
  #choose(): Candidate {
    const roots = new Set([...this.#certain.keys(), ...this.#uncertain.keys()]);
    const all = [...roots].map((root) => ({
      root,
      candidate: join(this.#certain.get(root), this.#uncertain.get(root)),
    }));
    const datasets = all.filter(({ candidate }) => candidate.isDataset);
    const [one, other] = datasets;
    if (one !== undefined && other !== undefined) {
      throw new Error(
        `${this.#where} holds two sets of examples, one in "${one.root}" and one in ` +
          `"${other.root}": give an archive or folder that holds one`,
      );
    }
    // The most promising one, to say what it lacks.
    const chosen = one ?? all.sort((one, other) => other.candidate.size - one.candidate.size)[0];
    if (chosen === undefined || (chosen.candidate.found.size === 0 && !chosen.candidate.problem)) {
      throw new Error(`${this.#where} holds no examples: expected ${LAYOUTS}`);
    }
    return chosen.candidate;
  }
}

/** All that lies below one folder. */
function join(certain: Candidate | undefined, uncertain: Candidate | undefined): Candidate {
  if (certain === undefined || uncertain === undefined) {
    return certain ?? uncertain ?? new Candidate();
  }
  for (const split of ["train", "test"] as const) {
    for (const label of uncertain.labels[split]) certain.labels[split].add(label);
  }
  // Their ids differ, as their classes do.
  for (const [id, found] of uncertain.found) certain.found.set(id, found);
  certain.problem ??= uncertain.problem;
  return certain;
}

/** The numbers of a name such as `123_10`; other names come after those with numbers. */
function numbersOf(name: string): [number, number] {
  const match = /^(\d{1,15})(?:_(\d{1,15}))?$/.exec(name);
  return match === null ? [Infinity, Infinity] : [Number(match[1]), Number(match[2] ?? -1)];
}

function compareFound(one: Found, other: Found): number {
  return one.example.label - other.example.label ||
    compare(one.numbers[0], other.numbers[0]) ||
    compare(one.numbers[1], other.numbers[1]) ||
    compare(one.example.id, other.example.id);
}

function compare<T extends number | string>(one: T, other: T): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
