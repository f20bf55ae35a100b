/**
 * Where downloads are kept.
 * @module
 */
import { findCacheDirectory } from "./_find_cache_directory.ts";

/**
 * The folder that downloads are kept in: `$SLUICE_CACHE_DIR`, else `sluice` in the platform's cache
 * folder (`~/.cache`, or `$XDG_CACHE_HOME`; `~/Library/Caches` on macOS; `%LOCALAPPDATA%` on
 * Windows). It need not exist.
 *
 * @throws {Error} Where the environment names no such folder, or may not be read.
 *
 * @example Usage
 * ```ts
 * import { cacheDirectory } from "@sluice/data";
 * import { assertEquals } from "@std/assert";
 *
 * Deno.env.set("SLUICE_CACHE_DIR", "/data/cache");
 * assertEquals(cacheDirectory(), "/data/cache");
 * Deno.env.delete("SLUICE_CACHE_DIR");
 * ```
 */
export function cacheDirectory(): string {
  try {
    return findCacheDirectory(Deno.build.os, (name) => Deno.env.get(name) || undefined);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    throw new Error(
      "cannot find the cache folder: Deno was started without --allow-env; allow it, or name a " +
        "cache folder",
      { cause: error },
    );
  }
}
