import { assertEquals } from "@std/assert";
import { modelSummary } from "./_model_summary.ts";

Deno.test("modelSummary() aligns layers, shapes and weights", () => {
  const layer = (name: string, outputShape: (number | null)[], parameterCount: number) => (
    { name, type: "Any", outputShape, parameterCount }
  );
  const layers = [
    layer("inputIds", [null, null], 0),
    layer("embedding", [null, null, 32], 960_000),
    layer("logits", [null, 1], 33),
  ];
  assertEquals(
    modelSummary({ architecture: "x", parameterCount: 960_033, layers }),
    `layer      output             weights
inputIds   [batch, time]            0
embedding  [batch, time, 32]  960,000
logits     [batch, 1]              33
total                         960,033`,
  );
});
