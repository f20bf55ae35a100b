/**
 * The one way in: from what a user names to a dataset.
 * @module
 */
import { cleanText } from "./clean_text.ts";
import type { Dataset } from "./example.ts";
import { fingerprintDataset } from "./fingerprint_dataset.ts";
import { makeSample } from "./sample_dataset.ts";
import { describeFileError } from "./_describe_file_error.ts";
import { DownloadError } from "./_download_error.ts";
import { fetchImdb, IMDB_URL, imdbPath } from "./_fetch_imdb.ts";
import { readArchive } from "./_read_archive.ts";
import { readFolder } from "./_read_folder.ts";
import type { Splits } from "./_review_collector.ts";

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

const LABELS = ["negative", "positive"] as const;

/** The fingerprint of the 50,000 labelled reviews of the Large Movie Review Dataset. */
const IMDB_FINGERPRINT = "8a3df1d4ba639be51dbc947f320d14ce58ee9895c201e7445e1c87341a2d557f";

/**
 * Loads a dataset.
 *
 * - `"imdb"`: the Large Movie Review Dataset (Maas et al., 2011), 25,000 reviews to train on and
 *   25,000 to test on. It is downloaded once (84 MB) and kept in the cache.
 * - `"sample"`: the embedded sample, which needs nothing; see {@linkcode makeSample}.
 * - `"auto"`: IMDb; where it cannot be downloaded, the embedded sample, with a `notice` that says so.
 * - else the path of a `.tar.gz` or `.tar` archive, or of a folder. In it, or in one folder of it,
 *   are either `train/pos/*.txt`, `train/neg/*.txt`, `test/pos/*.txt` and `test/neg/*.txt`, each file
 *   one review, or `train/positive`, `train/negative`, `test/positive` and `test/negative` (`.txt` may
 *   follow), each line one review. Texts are UTF-8. An archive is read as a stream and never unpacked.
 *
 * @param spec What to load.
 * @param options What to tell, when to stop, and where downloads come from and go.
 * @throws {Error} Where the data cannot be had, read, or used to train a classifier. The message is
 * one line that says what was wrong, where, and what to do.
 *
 * @example Usage
 * ```ts
 * import { loadDataset } from "@sluice/data";
 * import { assertEquals } from "@std/assert";
 *
 * const { name, train, test } = await loadDataset("sample");
 * assertEquals([name, train.length, test.length], ["sample", 3000, 1000]);
 * ```
 */
export async function loadDataset(
  spec: string,
  options: LoadDatasetOptions = {},
): Promise<Dataset> {
  options.signal?.throwIfAborted();
  switch (spec) {
    case "sample":
      return loadSample(options);
    case "imdb":
      return await loadImdb(options);
    case "auto":
      return await loadImdbOrSample(options);
    default:
      return await loadPath(spec, options);
  }
}

function loadSample(options: LoadDatasetOptions): Dataset {
  return makeDataset(makeSample(), "sample", "sample", options);
}

async function loadImdb(options: LoadDatasetOptions): Promise<Dataset> {
  let path: string;
  try {
    path = await fetchImdb(downloadOptions(options));
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
    throw new Error(`IMDb cannot be had: ${error.message}; ${howToGet(options)}`, {
      cause: error,
    });
  }
  return await readCached(path, options);
}

async function loadImdbOrSample(options: LoadDatasetOptions): Promise<Dataset> {
  let path: string;
  try {
    path = await fetchImdb(downloadOptions(options));
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
    const sample = loadSample(options);
    const notice = `IMDb cannot be reached: training on the embedded sample instead, ` +
      `${sample.train.length.toLocaleString("en")} short reviews that a grammar wrote. ` +
      `Reason: ${error.message}. For real reviews, ${howToGet(options)}.`;
    return { ...sample, notice };
  }
  return await readCached(path, options);
}

async function readCached(path: string, options: LoadDatasetOptions): Promise<Dataset> {
  try {
    return makeDataset(await readArchive(path, readOptions(options)), "imdb", "imdb", options);
  } catch (error) {
    options.signal?.throwIfAborted();
    throw new Error(
      `${(error as Error).message} (this is the cached download: delete it to get it anew)`,
      { cause: error },
    );
  }
}

async function loadPath(path: string, options: LoadDatasetOptions): Promise<Dataset> {
  let isDirectory: boolean;
  try {
    ({ isDirectory } = await Deno.stat(path));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw describeFileError(error, path, "read");
    throw new Error(
      `there are no data at "${path}": give auto, imdb, sample, or the path of an archive or folder`,
      { cause: error },
    );
  }
  const read = isDirectory ? readFolder : readArchive;
  const kind = isDirectory ? "folder" : "archive";
  return makeDataset(await read(path, readOptions(options)), kind, path, options);
}

function makeDataset(
  { train, test }: Splits,
  kind: string,
  location: string,
  { clean = true }: LoadDatasetOptions,
): Dataset {
  const fingerprint = fingerprintDataset(train, test);
  let emptyCount = 0;
  for (const example of [...train, ...test]) {
    const cleaned = cleanText(example.text);
    if (cleaned === "") emptyCount += 1;
    if (clean) example.text = cleaned;
  }
  const name = fingerprint === IMDB_FINGERPRINT ? "imdb" : kind;
  return { name, location, labels: LABELS, train, test, emptyCount, fingerprint };
}

function howToGet(options: LoadDatasetOptions): string {
  return `download ${IMDB_URL} elsewhere and give its path as the data (--data PATH), or put it at ` +
    imdbPath(options);
}

function readOptions({ onProgress, signal }: LoadDatasetOptions) {
  return {
    ...(signal && { signal }),
    onProgress: (done: number, total: number) => onProgress?.({ phase: "read", done, total }),
  };
}

function downloadOptions(options: LoadDatasetOptions) {
  const onProgress = (done: number, total?: number) =>
    options.onProgress?.({ phase: "download", done, ...(total !== undefined && { total }) });
  return { ...options, onProgress };
}
