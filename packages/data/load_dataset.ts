/**
 * The one way in: from what a user names to a dataset.
 * @module
 */
import { cleanText } from "./clean_text.ts";
import type { Dataset } from "./example.ts";
import { fingerprintExamples } from "./fingerprint_examples.ts";
import { describeFileError } from "./_describe_file_error.ts";
import { readArchive } from "./_read_archive.ts";
import { readFolder } from "./_read_folder.ts";
import type { Splits } from "./_review_collector.ts";
import { makeSample } from "./sample_dataset.ts";

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
  /** Called as the loading goes on. */
  onProgress?: (progress: LoadProgress) => void;
  /** Stops the loading; the promise is then rejected with the signal's reason. */
  signal?: AbortSignal;
}

/** The fingerprint of the 50,000 labelled reviews of the Large Movie Review Dataset. */
const IMDB_FINGERPRINT = "8a3df1d4ba639be51dbc947f320d14ce58ee9895c201e7445e1c87341a2d557f";

/**
 * Loads a dataset.
 *
 * @param spec `"sample"`, or the path of an archive or folder.
 * @param options What to tell, and when to stop.
 */
export async function loadDataset(
  spec: string,
  options: LoadDatasetOptions = {},
): Promise<Dataset> {
  const { signal, onProgress } = options;
  signal?.throwIfAborted();
  if (spec === "sample") return makeDataset(makeSample(), "sample", "sample", options);
  const kind = await kindOf(spec);
  const readOptions = {
    ...(signal && { signal }),
    onProgress: (done: number, total: number) => onProgress?.({ phase: "read", done, total }),
  };
  const read = kind === "folder" ? readFolder : readArchive;
  return makeDataset(await read(spec, readOptions), kind, spec, options);
}

async function kindOf(path: string): Promise<"archive" | "folder"> {
  try {
    return (await Deno.stat(path)).isDirectory ? "folder" : "archive";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw new Error(
        `there are no data at ${path}: give auto, imdb, sample, or the path of an archive or folder`,
        { cause: error },
      );
    }
    throw describeFileError(error, path, "read");
  }
}

function makeDataset(
  splits: Splits,
  kind: string,
  location: string,
  { clean = true }: LoadDatasetOptions,
): Dataset {
  const { train, test } = splits;
  const fingerprint = fingerprintExamples(train, test);
  let emptyCount = 0;
  for (const example of [...train, ...test]) {
    const cleaned = cleanText(example.text);
    if (cleaned === "") emptyCount += 1;
    if (clean) example.text = cleaned;
  }
  const name = fingerprint === IMDB_FINGERPRINT ? "imdb" : kind;
  return { name, location, train, test, emptyCount, fingerprint };
}
