import { assertEquals } from "@std/assert";
import { formatCount } from "./format_count.ts";

Deno.test("formatCount() separates thousands", () => {
  assertEquals([7, 1_234_567].map(formatCount), ["7", "1,234,567"]);
});
