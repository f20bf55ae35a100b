// Deno installs all that deno.lock names at the first command, whatever that command imports.
import { assertEquals } from "@std/assert";

Deno.test("deno.lock names no package but those of the import maps, and the standard library's", async () => {
  const root = new URL("../", import.meta.url);
  const { specifiers, workspace } = JSON.parse(
    await Deno.readTextFile(new URL("deno.lock", root)),
  );
  const members = Object.values(workspace.members ?? {}) as { dependencies?: string[] }[];
  const mapped = new Set([workspace, ...members].flatMap(({ dependencies = [] }) => dependencies));
  const others = Object.keys(specifiers).filter((specifier) => !mapped.has(specifier));
  assertEquals(
    others.filter((specifier) => !specifier.startsWith("npm:deno-std@")),
    [],
    "take them out of deno.lock, and run what imports them apart, as packages/kernels/devices/cpu/build.ts does",
  );
});
