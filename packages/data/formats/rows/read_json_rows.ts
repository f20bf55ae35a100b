/**
 * Objects of JSON: one a line, or all in one list.
 * @module
 */
import { fileLimits } from "@sluice/files";
import { atMost } from "./open_text.ts";
import { readLines } from "./read_lines.ts";
import type { BadRow, Row, Rows } from "./row.ts";

/**
 * Reads an object a line (JSON Lines).
 *
 * @param where What errors call the file.
 * @throws {Error} Where there is no line.
 */
export async function readJsonLines(
  stream: ReadableStream<string>,
  where: string,
): Promise<Rows> {
  const rows = makeRows(stream, where);
  const first = await rows.next();
  if (first.done) throw new Error(`${where} holds no rows`);
  return {
    kind: "JSON Lines",
    columns: "fields" in first.value ? Object.keys(first.value.fields) : [],
    rows: () => startingWith(first.value, rows),
  };
}

/**
 * Reads a list of objects.
 *
 * @throws {Error} Where it is no list.
 */
export async function readJsonArray(
  stream: ReadableStream<string>,
  where: string,
): Promise<Rows> {
  const parts: string[] = [];
  const bounded = stream.pipeThrough(atMost<string>(fileLimits.examples, where));
  for await (const part of bounded) parts.push(part);
  let json: unknown;
  try {
    json = JSON.parse(parts.join(""));
  } catch (cause) {
    throw new Error(`${where}: not valid JSON (is it cut short?)`, { cause });
  }
  if (!Array.isArray(json)) throw new Error(`${where}: expected a list of objects`);
  if (json.length === 0) throw new Error(`${where} holds no rows`);
  const rows = json.map((value, i) => toRow(value, i + 1));
  const [first] = rows;
  return {
    kind: "a list in JSON",
    columns: first !== undefined && "fields" in first ? Object.keys(first.fields) : [],
    rows: () => fromList(rows),
  };
}

async function* makeRows(
  stream: ReadableStream<string>,
  where: string,
): AsyncGenerator<Row | BadRow> {
  for await (const { number, place, text } of readLines(stream, where)) {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      yield { number, place, problem: "it is not valid JSON" };
      continue;
    }
    yield { ...toRow(value, number), place };
  }
}

function toRow(value: unknown, number: number): Row | BadRow {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? { number, fields: value as Record<string, unknown> }
    : { number, problem: "it is no object" };
}

async function* startingWith<T>(first: T, rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield first;
  yield* rest;
}

async function* fromList<T>(list: readonly T[]): AsyncGenerator<T> {
  yield* list;
}
