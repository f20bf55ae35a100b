import { assertEquals, assertThrows } from "@std/assert";
import { cacheDirectory } from "./cache_directory.ts";

Deno.test("cacheDirectory() follows the environment", () => {
  const before = Deno.env.get("SLUICE_CACHE_DIR");
  try {
    Deno.env.set("SLUICE_CACHE_DIR", "/some/where");
    assertEquals(cacheDirectory(), "/some/where");
  } finally {
    if (before === undefined) Deno.env.delete("SLUICE_CACHE_DIR");
    else Deno.env.set("SLUICE_CACHE_DIR", before);
  }
});

Deno.test({
  name: "cacheDirectory() says what to allow where it may not read the environment",
  permissions: {},
  fn: () => {
    assertThrows(cacheDirectory, Error, "Deno was started without --allow-env; allow it");
  },
});
