import { assertEquals, assertThrows } from "@std/assert";
import { findCacheDirectory } from "./_find_cache_directory.ts";

function find(system: string, variables: Record<string, string>): string {
  return findCacheDirectory(system, (name) => variables[name]);
}

Deno.test("findCacheDirectory() follows SLUICE_CACHE_DIR before all else", () => {
  const variables = { SLUICE_CACHE_DIR: "/c", HOME: "/h", XDG_CACHE_HOME: "/x", LOCALAPPDATA: "L" };
  for (const system of ["linux", "darwin", "windows"]) assertEquals(find(system, variables), "/c");
});

Deno.test("findCacheDirectory() is in the platform's cache folder", () => {
  const variables = { HOME: "/h", XDG_CACHE_HOME: "/x", LOCALAPPDATA: "C:\\L" };
  assertEquals(find("linux", variables), "/x/sluice");
  assertEquals(find("linux", { ...variables, XDG_CACHE_HOME: "x" }), "/h/.cache/sluice");
  assertEquals(find("darwin", variables), "/h/Library/Caches/sluice");
  assertEquals(find("windows", variables), "C:\\L\\sluice");
});

Deno.test("findCacheDirectory() says what to set where the environment names no folder", () => {
  for (const system of ["linux", "windows"]) {
    assertThrows(() => find(system, {}), Error, "set SLUICE_CACHE_DIR");
  }
});
