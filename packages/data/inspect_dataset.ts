/**
 * What is worth knowing about a dataset before a model is trained on it, and what is wrong with it.
 * @module
 */
import type { Dataset, Example, SplitName } from "./example.ts";

/** The lengths of texts in tokens. */
export interface LengthSummary {
  /** The shortest. */
  least: number;
  /** The one in the middle. */
  median: number;
  /** The one that 95 of 100 do not exceed. */
  most95: number;
  /** The longest. */
  most: number;
  /** How many are longer than the most tokens that a model reads. */
  cut: number;
  /** How many texts have a length from one of these on, to the next: 0, 1, 2, 4, 8, ... */
  histogram: { from: number; count: number }[];
}

/** One half of a dataset. */
export interface SplitInspection {
  /** How many examples there are. */
  examples: number;
  /** How many there are of each class, in the order of the labels. */
  classes: number[];
  /** Texts of white space alone. */
  empty: number;
  /** Examples whose text another example before them has. */
  doubled: number;
  /** The lengths of the texts. */
  lengths: LengthSummary;
}

/** Something that may spoil a model or its test, and what to do about it. */
export interface Finding {
  /** What it is. */
  kind:
    | "empty texts"
    | "doubled texts"
    | "same text in training and test"
    | "texts with several labels"
    | "broken encoding"
    | "markup"
    | "rare class"
    | "cut texts";
  /** How many examples, texts or classes. */
  count: number;
  /** What was found, with examples by their ids. */
  message: string;
  /** What to do about it. */
  advice: string;
}

/** What {@linkcode inspectDataset} tells. */
export interface DatasetInspection {
  /** What the dataset is called. */
  name: string;
  /** Where it was read from. */
  location: string;
  /** The names of its classes. */
  labels: readonly string[];
  /** What it has to train on. */
  train: SplitInspection;
  /** What it has to test on. */
  test: SplitInspection;
  /** What may spoil a model or its test, the worst first. */
  findings: Finding[];
}

/** Options of {@linkcode inspectDataset}. */
export interface InspectOptions {
  /** The lengths of texts in tokens. */
  countTokens: (texts: readonly string[]) => readonly number[];
  /** The most tokens that a model reads. */
  maxLength: number;
}

/** Text in Latin-1 or Windows-1252 that was read as UTF-8, or the other way. */
const BROKEN = /\ufffd|Ã[\u0080-\u00bf]|â€[\u0098-\u009d™œž¦“”]/;

/** Tags and entities, of which cleaning takes line breaks alone. */
const MARKUP =
  /<\/?[a-z][a-z0-9]*(?:\s[^<>]{0,200})?\/?>|&(?:amp|lt|gt|quot|apos|nbsp|#x?[0-9a-f]{2,6});/i;

/** A class with fewer examples than this share of what all would have alike is called rare. */
const RARE = 0.1;

/**
 * Looks at a dataset.
 *
 * @example
 * ```ts
 * import { inspectDataset, loadDataset } from "@sluice/data";
 * import { assertEquals } from "@std/assert";
 *
 * const dataset = await loadDataset("sample");
 * const { train, findings } = inspectDataset(dataset, {
 *   countTokens: (texts) => texts.map((text) => text.split(" ").length),
 *   maxLength: 493,
 * });
 * assertEquals(train.classes, [1500, 1500]);
 * assertEquals(findings, []);
 * ```
 */
export function inspectDataset(
  dataset: Dataset,
  { countTokens, maxLength }: InspectOptions,
): DatasetInspection {
  const { name, location, labels, train, test } = dataset;
  const inspect = (examples: readonly Example[]): SplitInspection => ({
    examples: examples.length,
    classes: labels.map((_, label) => examples.filter((example) => example.label === label).length),
    empty: examples.filter(({ text }) => text.trim() === "").length,
    doubled: examples.length - new Set(examples.map(({ text }) => text)).size,
    lengths: summarize(countTokens(examples.map(({ text }) => text)), maxLength),
  });
  const splits = { train: inspect(train), test: inspect(test) };
  return {
    name,
    location,
    labels,
    ...splits,
    findings: [
      ...findConflicts(dataset),
      ...findInTexts(dataset),
      ...findDoubled(splits),
      ...findRare(labels, splits.train),
      ...findCut(splits, maxLength),
    ],
  };
}

function summarize(lengths: readonly number[], maxLength: number): LengthSummary {
  const sorted = Float64Array.from(lengths).sort();
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const histogram: LengthSummary["histogram"] = [];
  for (const length of sorted) {
    const from = length === 0 ? 0 : 2 ** Math.floor(Math.log2(length));
    const last = histogram.at(-1);
    if (last?.from === from) last.count++;
    else histogram.push({ from, count: 1 });
  }
  return {
    least: at(0),
    median: at(0.5),
    most95: at(0.95),
    most: at(1),
    cut: sorted.filter((length) => length > maxLength).length,
    histogram,
  };
}

/**
 * What makes a test say too much, or training contradict itself: texts that are on both sides, and texts
 * with several labels.
 */
export function findConflicts({ train, test }: Pick<Dataset, SplitName>): Finding[] {
  const findings: Finding[] = [];
  const trained = new Map<string, Example>();
  const several = new Map<string, Example>();
  for (const example of train) {
    const other = trained.get(example.text);
    if (other === undefined) trained.set(example.text, example);
    else if (other.label !== example.label) several.set(example.text, example);
  }
  const both = test.filter(({ text }) => text.trim() !== "" && trained.has(text));
  if (both.length > 0) {
    const [first] = both;
    findings.push({
      kind: "same text in training and test",
      count: both.length,
      message: `${count(both.length, "test example")} with a text that is trained on, too ` +
        `(${first!.id} is ${trained.get(first!.text)!.id})`,
      advice: "remove them from one side: the test asks what was told",
    });
  }
  several.delete("");
  if (several.size > 0) {
    const [example] = several.values();
    findings.push({
      kind: "texts with several labels",
      count: several.size,
      message: `${count(several.size, "text")} with several labels among the training examples ` +
        `(${trained.get(example!.text)!.id} and ${example!.id})`,
      advice: "decide on one label of each",
    });
  }
  return findings;
}

function findInTexts({ train, test }: Dataset): Finding[] {
  const all = [...train, ...test];
  const find = (
    kind: Finding["kind"],
    test: (text: string) => boolean,
    what: string,
    advice: string,
  ) => {
    const found = all.filter(({ text }) => test(text));
    if (found.length === 0) return [];
    const message = `${count(found.length, "text")} ${what} (${ids(found)})`;
    return [{ kind, count: found.length, message, advice }];
  };
  return [
    ...find(
      "empty texts",
      (text) => text.trim() === "",
      "of nothing but white space",
      "remove them: nothing tells their label",
    ),
    ...find(
      "broken encoding",
      (text) => BROKEN.test(text),
      "read in another encoding than it was written in, as it seems",
      "read the file with its own: --encoding windows-1252, or convert it",
    ),
    ...find(
      "markup",
      (text) => MARKUP.test(text),
      "with HTML left over",
      "take it out where it tells nothing of the label",
    ),
  ];
}

function findDoubled(splits: Record<SplitName, SplitInspection>): Finding[] {
  return (["train", "test"] as const).filter((split) => splits[split].doubled > 0).map((split) => {
    const { doubled } = splits[split];
    return {
      kind: "doubled texts",
      count: doubled,
      message: `${
        count(doubled, split === "test" ? "test example" : "training example")
      } with a text that another has, too`,
      advice: split === "test"
        ? "remove them: they count several times"
        : "remove them, unless they are as frequent where the model is used",
    };
  });
}

function findRare(labels: readonly string[], { classes, examples }: SplitInspection): Finding[] {
  const fair = examples / labels.length;
  const rare = labels.filter((_, label) => classes[label]! < RARE * fair);
  if (rare.length === 0) return [];
  return [{
    kind: "rare class",
    count: rare.length,
    message: `${count(rare.length, "class", "classes")} with few training examples (${
      rare.slice(0, 3).join(", ")
    }${rare.length > 3 ? ", ..." : ""})`,
    advice: "look at macro F1, which counts all classes alike; accuracy may hide them",
  }];
}

function findCut(splits: Record<SplitName, SplitInspection>, maxLength: number): Finding[] {
  const cut = splits.train.lengths.cut + splits.test.lengths.cut;
  const all = splits.train.examples + splits.test.examples;
  if (cut / all < 0.05) return [];
  return [{
    kind: "cut texts",
    count: cut,
    message: `${count(cut, "text")} (${Math.round(100 * cut / all)} %) with more than ` +
      `${maxLength.toLocaleString("en")} tokens, which are cut`,
    advice: `read more of them: --max-length ${
      Math.max(splits.train.lengths.most95, splits.test.lengths.most95)
    }`,
  }];
}

function count(number: number, one: string, several: string = `${one}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : several}`;
}

function ids(examples: readonly Example[]): string {
  const shown = examples.slice(0, 3).map(({ id }) => id).join(", ");
  return examples.length > 3 ? `${shown}, ...` : shown;
}
