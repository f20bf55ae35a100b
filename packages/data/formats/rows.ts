/**
 * A file of rows: CSV, JSON Lines, a list in JSON, fastText's lines, compressed or not; Parquet.
 * @module
 */
import type { Example, SplitName } from "../example.ts";
import { fileLimits, sayBytes } from "@sluice/files";
import type { Format, FoundPath, ReadOptions, TableOptions } from "./format.ts";
import { divideExamples } from "./rows/divide_examples.ts";
import { chooseColumns, type Columns } from "./rows/choose_columns.ts";
import { describeTextError, isCompressed, openText } from "./rows/open_text.ts";
import { readCsv } from "./rows/read_csv.ts";
import { FASTTEXT_PREFIX, readFastText } from "./rows/read_fasttext.ts";
import { readJsonArray, readJsonLines } from "./rows/read_json_rows.ts";
import { PARQUET_MARK, readParquet } from "./rows/read_parquet.ts";
import type { BadRow, Row, Rows } from "./rows/row.ts";
import { findPath } from "./find_path.ts";
import { checkSplits, sortLabels, type Splits } from "./splits.ts";

/** The share of the rows that is held out to test on, where nothing else says so. */
const TEST_SHARE = 0.2;

/** How much of a file is looked at to find its delimiter. */
const START_SIZE = 65_536;

/** The most characters of all texts of a file. */
const MOST_CHARACTERS = 2 ** 32;

type TextKind = "csv" | "json lines" | "json list" | "fasttext";
type Kind = TextKind | "parquet";

/** A file of rows. */
export const rows: Format = {
  name: "rows",

  recognises: (found) => !found.isFolder && kindOf(found) !== undefined,

  async read(found, options) {
    const { table = {} } = options;
    if (table.test !== undefined && table.testShare !== undefined) {
      throw new Error(
        "--test and --test-share exclude each other: a file to test on leaves no share",
      );
    }
    // Looked for before the long work.
    const foundTest = table.test === undefined ? undefined : await findPath(table.test);
    if (foundTest?.isFolder) throw new Error(`${table.test} is a folder: expected a file of rows`);
    const train = await readFile(found, options);
    const test = foundTest && await readFile(foundTest, options);
    return toSplits(train, test, table);
  },
};

/** What a file is by its name and what it begins with; undefined where it is of no such kind. */
function kindOf({ path, start }: FoundPath): Kind | undefined {
  const extension = /\.(csv|tsv|tab|jsonl|ndjson|json|txt|ft)(?:\.gz)?$/i.exec(path)?.[1]
    ?.toLowerCase();
  switch (extension) {
    case "csv":
    case "tsv":
    case "tab":
      return "csv";
    case "jsonl":
    case "ndjson":
      return "json lines";
  }
  const text = new TextDecoder().decode(start).trimStart();
  if (text.startsWith(PARQUET_MARK)) return "parquet";
  if (extension === "json") return text.startsWith("{") ? "json lines" : "json list";
  if (text.startsWith(FASTTEXT_PREFIX)) return "fasttext";
  if (text.startsWith("{")) return "json lines";
  return /^\[\s*\{/.test(text) ? "json list" : undefined;
}

/** The rows of one file. */
interface ReadFile {
  path: string;
  /** How the file is written, and which columns count. */
  said: string;
  found: FoundRow[];
  skipped: number;
}

interface FoundRow {
  number: number;
  label: string;
  /** What the file calls it. */
  id: string | undefined;
  text: string;
}

async function readFile(found: FoundPath, options: ReadOptions): Promise<ReadFile> {
  const kind = kindOf(found);
  if (kind === undefined) {
    throw new Error(
      `${found.path} is no file of rows: expected .csv, .tsv, .jsonl, .json or Parquet`,
    );
  }
  if (kind !== "parquet") return await readTextFile(found, kind, options);
  const file = await readParquet(found.path, options);
  try {
    return await collect(file, found.path, options);
  } finally {
    file.close();
  }
}

async function readTextFile(
  found: FoundPath,
  kind: TextKind,
  options: ReadOptions,
): Promise<ReadFile> {
  const { path } = found;
  const { table = {} } = options;
  const encoding = table.encoding ?? encodingOf(found);
  const { text, close } = await openText(path, encoding, options);
  try {
    const { start, stream } = await peek(text, START_SIZE);
    return await collect(await open(kind, stream, start, path, table), path, options);
  } catch (error) {
    throw describeTextError(error, path, encoding);
  } finally {
    close();
  }
}

function open(
  kind: TextKind,
  stream: ReadableStream<string>,
  start: string,
  path: string,
  table: TableOptions,
): Promise<Rows> | Rows {
  switch (kind) {
    case "csv":
      return readCsv(stream, start, path, table);
    case "json lines":
      return readJsonLines(stream, path);
    case "json list":
      return readJsonArray(stream, path);
    case "fasttext":
      return readFastText(stream, path);
  }
}

async function collect(
  { kind, columns: names, rows }: Rows,
  path: string,
  { table = {} }: ReadOptions,
): Promise<ReadFile> {
  const columns = chooseColumns(names, table, path);
  const found: FoundRow[] = [];
  let skipped = 0, characters = 0;
  const wanted = [...columns.text, columns.label, ...columns.id === undefined ? [] : [columns.id]];
  for await (const row of rows(wanted)) {
    const read = readRow(row, columns);
    if ("problem" in read) {
      if (table.onBadRow !== "skip") {
        const place = row.place ?? `row ${row.number}`;
        throw new Error(
          `${path}: ${place}: ${read.problem}; mend it, or leave such out: --on-bad-row skip`,
        );
      }
      skipped++;
      continue;
    }
    characters += read.text.length;
    if (characters > MOST_CHARACTERS) {
      throw new Error(
        `${path} holds texts of more than ${sayBytes(MOST_CHARACTERS)}, the most that is read`,
      );
    }
    found.push(read);
  }
  const said = `${path}: ${kind}; text: ${columns.text.join(", ")}; label: ${columns.label}; ` +
    `${found.length.toLocaleString("en")} rows` +
    (skipped === 0 ? "" : `, ${skipped.toLocaleString("en")} more skipped, which cannot be read`);
  return { path, said, found, skipped };
}

function readRow(row: Row | BadRow, columns: Columns): FoundRow | { problem: string } {
  if ("problem" in row) return { problem: row.problem };
  const texts: string[] = [];
  for (const name of columns.text) {
    const value = fieldOf(row, name);
    if (typeof value !== "string") {
      return { problem: `${quote(name)}: expected a text, got ${say(value)}` };
    }
    texts.push(value);
  }
  const text = texts.join(" ");
  if (text.length > fileLimits.example) {
    return { problem: `its text has more than ${sayBytes(fileLimits.example)}, the most there is` };
  }
  const label = asName(fieldOf(row, columns.label));
  if (label === undefined) {
    const value = fieldOf(row, columns.label);
    return { problem: `${quote(columns.label)}: expected a label, got ${say(value)}` };
  }
  const id = columns.id === undefined ? undefined : asName(fieldOf(row, columns.id));
  return { number: row.number, label, id, text };
}

function fieldOf({ fields }: Row, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** A name that is written as a text, a number or a boolean. */
function asName(value: unknown): string | undefined {
  if (["number", "bigint", "boolean"].includes(typeof value)) return String(value);
  if (typeof value !== "string") return undefined;
  const name = value.trim();
  return name === "" ? undefined : name;
}

function toSplits(
  train: ReadFile,
  test: ReadFile | undefined,
  { testShare = TEST_SHARE, seed = 1 }: TableOptions,
): Splits {
  const files = test === undefined ? [train] : [train, test];
  const labels = sortLabels(new Set(files.flatMap(({ found }) => found.map(({ label }) => label))));
  const indices = new Map(labels.map((label, index) => [label, index]));
  const toExamples = ({ found }: ReadFile, split: SplitName): Example[] => {
    const ids = new Set(found.map(({ id }) => id));
    const areNames = ids.size === found.length && !ids.has(undefined);
    return found.map(({ id, number, text, label }) => {
      const name = areNames ? id! : `${number}`;
      return {
        id: name.startsWith(`${split}/`) ? name : `${split}/${name}`,
        text,
        label: indices.get(label)!,
      };
    });
  };
  const all = toExamples(train, "train");
  const split = test === undefined
    ? divideExamples(all, testShare, seed)
    : { train: all, test: toExamples(test, "test") };
  const said = files.map(({ said }) => said);
  if (test === undefined) {
    const { length } = split.test;
    if (length === 0 && labels.length > 1) {
      throw new Error(
        `${train.path}: there are too few different texts of each class to hold some out to test on; ` +
          "give rows to test on: --test FILE",
      );
    }
    said.push(
      `${
        length.toLocaleString("en")
      } of the rows are held out to test on, of each class its share ` +
        `(--test-share ${testShare}; or give rows to test on: --test FILE)`,
    );
  }
  const splits: Splits = {
    labels,
    ...split,
    howRead: said.join("\n"),
    skipped: files.reduce((sum, { skipped }) => sum + skipped, 0),
  };
  checkSplits(
    splits,
    train.path,
    "rows with a text and a label",
    (split) => split === "test" && test !== undefined ? test.path : train.path,
  );
  return splits;
}

/** UTF-16 begins with a mark that tells it. */
function encodingOf({ path, start }: FoundPath): string {
  if (!isCompressed(path) && start[0] === 0xff && start[1] === 0xfe) return "utf-16le";
  if (!isCompressed(path) && start[0] === 0xfe && start[1] === 0xff) return "utf-16be";
  return "utf-8";
}

/** What a text begins with, and the whole of it. */
async function peek(
  text: ReadableStream<string>,
  size: number,
): Promise<{ start: string; stream: ReadableStream<string> }> {
  const reader = text.getReader();
  let start = "", done: boolean | undefined = false;
  while (!done && start.length < size) {
    const read = await reader.read();
    done = read.done;
    start += read.value ?? "";
  }
  const stream = new ReadableStream<string>({
    start: (controller) => start === "" ? undefined : controller.enqueue(start),
    async pull(controller) {
      const { value, done } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return { start, stream };
}

function quote(name: string): string {
  return JSON.stringify(name.slice(0, 60));
}

function say(value: unknown): string {
  if (value === undefined) return "nothing";
  try {
    return (JSON.stringify(value) ?? typeof value).slice(0, 60);
  } catch {
    return "something else";
  }
}
