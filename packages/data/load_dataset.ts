/**
 * The one way in: from what a user names to a dataset.
 * @module
 */
import { cleanText } from "./clean_text.ts";
import type { Dataset } from "./example.ts";
import { fingerprintDataset } from "./fingerprint_dataset.ts";
import { labelByRating } from "./_label_by_rating.ts";
import type { TableOptions } from "./formats/format.ts";
import type { Splits } from "./formats/splits.ts";
import { DownloadError } from "./sources/_download/download_error.ts";
import { howToGetImdb, IMDB_FINGERPRINT, readImdb } from "./sources/imdb.ts";
import { readPath, refuseTable } from "./sources/path.ts";
import { makeSample } from "./sources/sample.ts";

/** How far the loading of a dataset is. */
export interface LoadProgress {
  /** `"download"` counts bytes of the network, `"read"` bytes of an archive or files of a folder. */
  phase: "download" | "read";
  /** How many are done. */
  done: number;
  /** How many there are, where it is known. */
  total?: number;
}

/** Options of {@linkcode loadDataset}. */
export interface LoadDatasetOptions {
  /**
   * What the labels are: `"sentiment"`, the default, takes the classes that the data are sorted into,
   * which are negative and positive for reviews of films; `"rating"` takes the number at the end of
   * each file's name, such as the 10 of IMDb's `123_10.txt`.
   */
  labels?: "sentiment" | "rating";
  /** How a file of rows is read; what is missing is found out, and told in `howRead`. */
  table?: TableOptions;
  /** Whether texts are cleaned with `cleanText`; `true` by default. */
  clean?: boolean;
  /** Called as the loading goes on, many times a second. */
  onProgress?: (progress: LoadProgress) => void;
  /** Stops the loading; the promise is then rejected with the signal's reason. */
  signal?: AbortSignal;
  /** The folder for downloads; what `cacheDirectory` returns by default. */
  cacheDirectory?: string;
  /** The milliseconds in which a server must begin to answer; 8,000 by default. */
  connectTimeout?: number;
  /** Where to get IMDb's archive instead of the address where it is published. */
  downloadUrl?: string;
  /** The MD5 checksum of the archive at `downloadUrl`, where it is another one. */
  downloadMd5?: string;
}

/** What has a name, and no path. */
const NAMED = ["auto", "imdb", "sample"];

/** Examples, and where they came from. */
interface Loaded {
  kind: string;
  location: string;
  splits: Splits;
  notice?: string;
}

/**
 * Loads a dataset.
 *
 * - `"imdb"`: the Large Movie Review Dataset (Maas et al., 2011), 25,000 reviews to train on and
 *   25,000 to test on. It is downloaded once (84 MB) and kept in the cache.
 * - `"sample"`: the embedded sample, which needs nothing; see {@linkcode makeSample}.
 * - `"auto"`: IMDb; where it cannot be downloaded, the embedded sample, with a `notice` that says so.
 * - the path of a file of rows, each a text with its label: `.csv`, `.tsv`, `.jsonl`, `.json` (a list),
 *   fastText's lines, and these with `.gz`; see {@linkcode TableOptions}.
 * - else the path of a `.tar.gz` or `.tar` archive, or of a folder. In it, or in one folder of it,
 *   are either `train/CLASS/*.txt` and `test/CLASS/*.txt`, each file one example, or `train/CLASS` and
 *   `test/CLASS` (`.txt` may follow), each line one example. There are two classes or more, with any
 *   names; `neg` and `pos` are called negative and positive. Texts are UTF-8. An archive is read as a
 *   stream and never unpacked.
 *
 * @param spec What to load.
 * @param options What the labels are, what to tell, when to stop, and where downloads come from and go.
 * @throws {Error} Where the data cannot be had, read, or used to train a classifier. The message is
 * one line that says what was wrong, where, and what to do.
 *
 * @example Usage
 * ```ts
 * import { loadDataset } from "@sluice/data";
 * import { assertEquals } from "@std/assert";
 *
 * const { name, labels, train, test } = await loadDataset("sample");
 * assertEquals([name, train.length, test.length], ["sample", 3000, 1000]);
 * assertEquals(labels[train[0]!.label], "negative");
 * ```
 */
export async function loadDataset(
  spec: string,
  options: LoadDatasetOptions = {},
): Promise<Dataset> {
  const { labels = "sentiment", signal } = options;
  if (labels !== "sentiment" && labels !== "rating") {
    throw new TypeError(`the labels must be "sentiment" or "rating", not "${labels}"`);
  }
  signal?.throwIfAborted();
  if (NAMED.includes(spec)) refuseTable(spec, options.table);
  return makeDataset(await load(spec, options), options);
}

async function load(spec: string, options: LoadDatasetOptions): Promise<Loaded> {
  switch (spec) {
    case "sample":
      return loadSample();
    case "imdb":
      return await loadImdb(options);
    case "auto":
      return await loadImdbOrSample(options);
    default:
      return await loadPath(spec, options);
  }
}

function loadSample(): Loaded {
  const splits = { labels: ["negative", "positive"], ...makeSample() };
  return { kind: "sample", location: "sample", splits };
}

async function loadImdb(options: LoadDatasetOptions): Promise<Loaded> {
  try {
    return await loadImdbOrThrow(options);
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
    throw new Error(`IMDb cannot be had: ${error.message}; ${howToGetImdb(options)}`, {
      cause: error,
    });
  }
}

async function loadImdbOrSample(options: LoadDatasetOptions): Promise<Loaded> {
  // The sample has no ratings.
  if (options.labels === "rating") return await loadImdb(options);
  try {
    return await loadImdbOrThrow(options);
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
    const sample = loadSample();
    const notice = `IMDb cannot be reached: training on the embedded sample instead, ` +
      `${sample.splits.train.length.toLocaleString("en")} short reviews that a grammar wrote. ` +
      `Reason: ${error.message}. For real reviews, ${howToGetImdb(options)}.`;
    return { ...sample, notice };
  }
}

async function loadImdbOrThrow(options: LoadDatasetOptions): Promise<Loaded> {
  const { onProgress } = options;
  const splits = await readImdb({
    ...options,
    onDownload: (done, total) =>
      onProgress?.({ phase: "download", done, ...(total !== undefined && { total }) }),
    onRead: (done, total) => onProgress?.({ phase: "read", done, total }),
  });
  return { kind: "imdb", location: "imdb", splits };
}

async function loadPath(path: string, options: LoadDatasetOptions): Promise<Loaded> {
  const { onProgress, signal, table } = options;
  const { format, splits } = await readPath(path, {
    onProgress: (done, total) => onProgress?.({ phase: "read", done, total }),
    ...(signal && { signal }),
    ...(table && { table }),
  });
  return { kind: format, location: path, splits };
}

function makeDataset(
  { kind, location, splits, notice }: Loaded,
  { clean = true, labels: meaning = "sentiment" }: LoadDatasetOptions,
): Dataset {
  let fingerprint = fingerprintDataset(splits.train, splits.test);
  let name = fingerprint === IMDB_FINGERPRINT ? "imdb" : kind;
  let { labels, train, test } = splits;
  if (meaning === "rating") {
    ({ labels, train, test } = labelByRating(splits, location));
    fingerprint = fingerprintDataset(train, test);
    if (name === "imdb") name = "imdb-rating";
  }
  let emptyCount = 0;
  for (const examples of [train, test]) {
    for (const example of examples) {
      const cleaned = cleanText(example.text);
      if (cleaned === "") emptyCount += 1;
      if (clean) example.text = cleaned;
    }
  }
  return {
    name,
    location,
    labels,
    train,
    test,
    emptyCount,
    fingerprint,
    ...(notice !== undefined && { notice }),
    ...(splits.howRead !== undefined && { howRead: splits.howRead }),
    ...(splits.skipped && { skippedCount: splits.skipped }),
  };
}
