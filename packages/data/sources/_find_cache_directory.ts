/**
 * Where downloads are kept, on any system.
 * @module
 */

/** What `cacheDirectory` returns, for any system and environment. */
export function findCacheDirectory(
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
