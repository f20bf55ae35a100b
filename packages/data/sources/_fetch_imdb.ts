/**
 * Finds the archive of the Large Movie Review Dataset in the cache, or brings it there.
 * @module
 */
import { cacheDirectory } from "./cache_directory.ts";
import { DownloadError } from "./_download/download_error.ts";
import { downloadFile, exists } from "./_download/download_file.ts";

/** Where the archive is published. */
export const IMDB_URL = "https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz";

const IMDB_MD5 = "7c2ac02c03563afcf9b574c7e56c153a";

/** Options of {@linkcode fetchImdb}. */
export interface FetchImdbOptions {
  cacheDirectory?: string;
  connectTimeout?: number;
  downloadUrl?: string;
  downloadMd5?: string;
  onProgress?: (done: number, total?: number) => void;
  signal?: AbortSignal;
}

/** Where the archive is, or would be, in the cache. */
export function imdbPath(options: Pick<FetchImdbOptions, "cacheDirectory">): string {
  return `${options.cacheDirectory ?? cacheDirectory()}/aclImdb_v1.tar.gz`;
}

/**
 * Brings the archive into the cache, unless it is there.
 *
 * @returns Its path.
 * @throws {DownloadError} Where it cannot be had from its server.
 * @throws {Error} Where it cannot be written.
 */
export async function fetchImdb(options: FetchImdbOptions): Promise<string> {
  const { downloadUrl = IMDB_URL, downloadMd5 = IMDB_MD5 } = options;
  const { connectTimeout, onProgress, signal } = options;
  const path = imdbPath(options);
  try {
    if (await exists(path)) return path;
    await downloadFile({
      url: downloadUrl,
      path,
      md5: downloadMd5,
      ...(connectTimeout !== undefined && { connectTimeout }),
      ...(onProgress && { onProgress }),
      ...(signal && { signal }),
    });
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof DownloadError) throw error;
    throw new Error(
      `${(error as Error).message}; to keep downloads elsewhere, set SLUICE_CACHE_DIR`,
      { cause: error },
    );
  }
  return path;
}
