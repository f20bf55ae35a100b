import { assertEquals } from "@std/assert";
import { formatPercent } from "./format_percent.ts";

Deno.test("formatPercent() takes a share", () => {
  assertEquals([formatPercent(0.875), formatPercent(1, 0)], ["87.50 %", "100 %"]);
});
