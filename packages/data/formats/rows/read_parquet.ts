/**
 * Apache Parquet, as data sets on the Hugging Face Hub are stored.
 * @module
 */
import { fileLimits, openPlainFile, sayBytes } from "@sluice/files";
import type { AsyncBuffer, FileMetaData } from "hyparquet";
import { describeFileError } from "../../_describe_file_error.ts";
import type { ReadOptions } from "../format.ts";
import type { Row, Rows } from "./row.ts";

/** What a file of this kind begins and ends with. */
export const PARQUET_MARK = "PAR1";

/** Rows that are read at once, and the most that a file may have: a few bytes can stand for millions. */
const ROWS_AT_ONCE = 16_384;
const MOST_ROWS = 1e8;

/**
 * Opens a file; its rows are read a few thousand at a time. Close it when they have been read.
 *
 * @throws {Error} Where it cannot be read, is damaged, or holds no rows.
 */
export async function readParquet(
  path: string,
  { onProgress, signal }: ReadOptions,
): Promise<Rows & { close: () => void }> {
  let plain: Awaited<ReturnType<typeof openPlainFile>>;
  try {
    plain = await openPlainFile(path);
  } catch (error) {
    throw describeFileError(error, path, "read");
  }
  const close = () => plain[Symbol.dispose]();
  try {
    const { parquetMetadataAsync, parquetReadObjects } = await import("hyparquet");
    const { compressors } = await import("hyparquet-compressors");
    const file = bufferOf(plain);
    const metadata = await orDamaged(path, () => parquetMetadataAsync(file));
    if (!Array.isArray(metadata.row_groups)) throw new Error(`cannot read ${path}: it is damaged`);
    checkSizes(metadata, path);
    const count = Number(metadata.num_rows);
    const names = classNames(metadata);
    return {
      kind: "Parquet",
      columns: columnsOf(metadata),
      rows: async function* (columns): AsyncGenerator<Row> {
        for (let start = 0; start < count; start += ROWS_AT_ONCE) {
          signal?.throwIfAborted();
          const end = Math.min(count, start + ROWS_AT_ONCE);
          const range = { rowStart: start, rowEnd: end, columns: [...columns] };
          const rows = await orDamaged(
            path,
            () => parquetReadObjects({ file, metadata, compressors, ...range }),
          );
          onProgress?.(end, count);
          for (const [i, fields] of rows.entries()) {
            yield { number: start + i + 1, fields: withNames(fields, names) };
          }
        }
      },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

function bufferOf({ file, size }: { file: Deno.FsFile; size: number }): AsyncBuffer {
  return {
    byteLength: size,
    slice(start, end = size) {
      const bytes = new Uint8Array(Math.max(0, end - start));
      // At once, since columns are asked for side by side, and the file has but one place.
      file.seekSync(start, Deno.SeekMode.Start);
      for (let length = 0; length < bytes.length;) {
        const count = file.readSync(bytes.subarray(length));
        if (count === null) throw new Error("it ends too early");
        length += count;
      }
      return bytes.buffer;
    },
  };
}

/** What the library throws at damaged files are words about its inside. */
async function orDamaged<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : `${cause}`;
    const codec = /unsupported compression codec: ([A-Z]\w*)/.exec(message)?.[1];
    const reason = codec === undefined
      ? "it is no Parquet file, or damaged"
      : `its compression, ${codec}, is not known`;
    throw new Error(`cannot read ${path}: ${reason}`, { cause });
  }
}

/** Refuses a file that says of itself that it is larger than what is read; a damaged one may say anything. */
function checkSizes({ num_rows, row_groups: groups }: FileMetaData, path: string): void {
  const count = Number(num_rows);
  if (count === 0) throw new Error(`${path} holds no rows`);
  const inGroups = groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  if (!(count > 0 && count <= MOST_ROWS) || inGroups !== count) {
    const most = MOST_ROWS.toLocaleString("en");
    throw new Error(`cannot read ${path}: it is damaged, or has more than ${most} rows`);
  }
  for (const { columns } of groups) {
    for (const { meta_data: data } of columns ?? []) {
      if (Number(data?.total_uncompressed_size ?? 0) <= fileLimits.examples) continue;
      throw new Error(
        `cannot read ${path}: a column of a row group has more than ` +
          `${sayBytes(fileLimits.examples)}, the most that is read; write smaller row groups`,
      );
    }
  }
}

/** The columns at the top; what lists and records hold follows them, and is counted. */
function columnsOf({ schema }: FileMetaData): string[] {
  const names: string[] = [];
  const open: number[] = [];
  for (const { name, num_children: children = 0 } of schema.slice(1)) {
    if (open.length === 0 && typeof name === "string") names.push(name);
    if (children > 0) open.push(children);
    else while (open.length > 0 && --open[open.length - 1]! === 0) open.pop();
  }
  return names;
}

/** The names of classes that are numbers, where Hugging Face's `datasets` wrote them down. */
function classNames({ key_value_metadata: metadata = [] }: FileMetaData): Map<string, string[]> {
  const names = new Map<string, string[]>();
  const text = metadata.find(({ key }) => key === "huggingface")?.value;
  try {
    const features: unknown = JSON.parse(text ?? "{}")?.info?.features;
    for (const [column, feature] of Object.entries(features ?? {})) {
      const { _type: type, names: classes } = feature as { _type?: unknown; names?: unknown };
      if (type !== "ClassLabel" || !Array.isArray(classes)) continue;
      if (classes.every((name) => typeof name === "string")) names.set(column, classes);
    }
  } catch {
    // Not what `datasets` writes.
  }
  return names;
}

function withNames(
  fields: Record<string, unknown>,
  names: ReadonlyMap<string, readonly string[]>,
): Record<string, unknown> {
  for (const [column, classes] of names) {
    const value = fields[column];
    const name = typeof value === "bigint" || typeof value === "number"
      ? classes[Number(value)]
      : undefined;
    if (name !== undefined) fields[column] = name;
  }
  return fields;
}
