/**
 * The Large Movie Review Dataset (Maas et al., 2011): 50,000 reviews of films, from its archive.
 * @module
 */
import type { Splits } from "../formats/splits.ts";
import type { ReadOptions } from "../formats/format.ts";
import { fetchImdb, type FetchImdbOptions, IMDB_URL, imdbPath } from "./_fetch_imdb.ts";
import { readPath } from "./path.ts";

/** Options of {@linkcode readImdb}. */
export interface ReadImdbOptions extends Omit<FetchImdbOptions, "onProgress"> {
  /** As {@linkcode FetchImdbOptions.onProgress}. */
  onDownload?: (done: number, total?: number) => void;
  /** As {@linkcode ReadOptions.onProgress}. */
  onRead?: (done: number, total: number) => void;
}

/** The fingerprint of the 50,000 labelled reviews, wherever they were read from. */
export const IMDB_FINGERPRINT = "8a3df1d4ba639be51dbc947f320d14ce58ee9895c201e7445e1c87341a2d557f";

/**
 * Reads the reviews from the cache, into which the archive is downloaded first unless it is there.
 *
 * @throws {DownloadError} Where the archive cannot be had from its server.
 * @throws {Error} Where it cannot be written or read.
 */
export async function readImdb(options: ReadImdbOptions): Promise<Splits> {
  const { onDownload, onRead, ...others } = options;
  const path = await fetchImdb({ ...others, ...(onDownload && { onProgress: onDownload }) });
  const readOptions: ReadOptions = {
    ...(onRead && { onProgress: onRead }),
    ...(options.signal && { signal: options.signal }),
  };
  try {
    return (await readPath(path, readOptions)).splits;
  } catch (error) {
    options.signal?.throwIfAborted();
    throw new Error(
      `${(error as Error).message} (this is the cached download: delete it to get it anew)`,
      { cause: error },
    );
  }
}

/** What to do where the archive cannot be downloaded. */
export function howToGetImdb(options: Pick<FetchImdbOptions, "cacheDirectory">): string {
  return `download ${IMDB_URL} elsewhere and give its path as the data (--data PATH), or put it at ` +
    imdbPath(options);
}
