import { assertEquals } from "@std/assert";
import { formatBytes } from "./format_bytes.ts";

Deno.test("formatBytes() writes mebibytes and gibibytes", () => {
  assertEquals([5 * 2 ** 20, 1.5 * 2 ** 30].map(formatBytes), ["5 MiB", "1.5 GiB"]);
});
