/**
 * Comma-separated values, and what is called so: other delimiters, quotes, line breaks in quotes.
 * @module
 */
import { fileLimits, sayBytes } from "@sluice/files";
import { CsvParseStream } from "@std/csv";
import type { BadRow, Row, RowOptions, Rows } from "./row.ts";

/** What may stand between fields, the likeliest first, and what it is called. */
const DELIMITERS: ReadonlyMap<string, string> = new Map([
  [",", "commas"],
  ["\t", "tabs"],
  [";", "semicolons"],
  ["|", "bars"],
]);

/** The most characters of a row; it may have a text and other columns. */
const MOST_WAITING = 2 * fileLimits.example;

/**
 * Reads a table.
 *
 * @param text The file in pieces.
 * @param start What it begins with, to find the delimiter.
 * @param where What errors call the file.
 * @throws {Error} Where it is empty, or its quotes do not match: nothing after them can be read.
 */
export async function readCsv(
  text: ReadableStream<string>,
  start: string,
  where: string,
  { delimiter = findDelimiter(start), header = true }: RowOptions,
): Promise<Rows> {
  const records = readRecords(text, delimiter, where);
  const first = await records.next();
  if (first.done) throw new Error(`${where} holds no rows`);
  const columns = header ? first.value : first.value.map((_, i) => `${i + 1}`);
  const double = columns.find((name, i) => columns.indexOf(name) !== i);
  if (double !== undefined) {
    throw new Error(`${where}: two columns are called ${JSON.stringify(double)}`);
  }
  const named = DELIMITERS.get(delimiter) ?? `${JSON.stringify(delimiter)} between fields`;
  return {
    kind: `CSV with ${named}`,
    columns,
    rows: () => makeRows(records, columns, header ? undefined : first.value),
  };
}

async function* makeRows(
  records: AsyncIterable<string[]>,
  columns: readonly string[],
  first: string[] | undefined,
): AsyncGenerator<Row | BadRow> {
  let number = 0;
  const make = (record: string[]): Row | BadRow => {
    number++;
    if (record.length !== columns.length) {
      const problem = `it has ${record.length} fields, where there are ${columns.length} columns`;
      return { number, problem };
    }
    return { number, fields: Object.fromEntries(record.map((field, i) => [columns[i]!, field])) };
  };
  if (first !== undefined) yield make(first);
  for await (const record of records) yield make(record);
}

async function* readRecords(
  text: ReadableStream<string>,
  separator: string,
  where: string,
): AsyncGenerator<string[]> {
  // What has been fed in since the last record: quotes that do not end take all that follows.
  let waiting = 0;
  const guard = new TransformStream<string, string>({
    transform(chunk, controller) {
      waiting += chunk.length;
      if (waiting > MOST_WAITING) {
        const most = sayBytes(MOST_WAITING);
        throw new Error(
          `${where}: a row of more than ${most}, the most there is; do its quotes end?`,
        );
      }
      controller.enqueue(chunk);
    },
  });
  try {
    const records = text.pipeThrough(guard).pipeThrough(new CsvParseStream({ separator }));
    for await (const record of records) {
      waiting = 0;
      // A line of nothing, or of white space, is no row.
      if (record.length > 1 || record[0]!.trim() !== "") yield record;
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // A field that does not end is looked for where its record begins.
    const [, line] = /record on line (\d+)/.exec(error.message) ??
      /error on line (\d+)/.exec(error.message) ?? [];
    const what = /bare/.test(error.message)
      ? 'a " within a field that does not begin with one; put the field in quotes, and double those in it'
      : 'the quotes of a field do not match; in quotes, write "" for a quote';
    throw new Error(`${where}: line ${line ?? "?"}: ${what}`, { cause: error });
  }
}

/** The delimiter that the first line has most of, outside quotes. */
function findDelimiter(start: string): string {
  const counts = new Map(Array.from(DELIMITERS.keys(), (delimiter) => [delimiter, 0]));
  let isQuoted = false, isEmpty = true;
  for (const character of start) {
    if (character === '"') isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (character === "\n" && !isEmpty) break;
    if (character.trim() !== "") isEmpty = false;
    if (counts.has(character)) counts.set(character, counts.get(character)! + 1);
  }
  const [best] = [...counts].reduce((most, other) => other[1] > most[1] ? other : most);
  return best;
}
