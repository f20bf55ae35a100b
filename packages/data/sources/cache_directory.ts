/**
 * Where downloads are kept.
 * @module
 */

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
    return cacheDirectoryOf(Deno.build.os, (name) => Deno.env.get(name) || undefined);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    throw new Error(
      "cannot find the cache folder: Deno was started without --allow-env; allow it, or name a " +
        "cache folder",
      { cause: error },
    );
  }
}

/** As {@linkcode cacheDirectory}, for any system and environment. */
export function cacheDirectoryOf(
  system: string,
  getVariable: (name: string) => string | undefined,
): string {
  const own = getVariable("SLUICE_CACHE_DIR");
  if (own !== undefined) return own;
  if (system === "windows") {
    const local = getVariable("LOCALAPPDATA");
    if (local !== undefined) return `${local}\\sluice`;
  } else {
    // The XDG specification asks to ignore relative paths.
    const xdg = system === "darwin" ? undefined : getVariable("XDG_CACHE_HOME");
    if (xdg?.startsWith("/")) return `${xdg}/sluice`;
    const home = getVariable("HOME");
    if (home !== undefined) {
      return system === "darwin" ? `${home}/Library/Caches/sluice` : `${home}/.cache/sluice`;
    }
  }
  throw new Error("cannot find the cache folder: set SLUICE_CACHE_DIR to the path of a folder");
}
