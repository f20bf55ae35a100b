import { assertEquals } from "@std/assert";
import { alignColumns } from "./align_columns.ts";

Deno.test("alignColumns() aligns names to the left and figures to the right", () => {
  assertEquals(
    alignColumns([["model", "weights"], ["lstm", "1,000"], ["a bow", ""]]),
    "model  weights\nlstm     1,000\na bow",
  );
});
