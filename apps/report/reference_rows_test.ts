import { assertEquals } from "@std/assert";
import { exampleStudy } from "./_example_study.ts";
import { readExampleRuns } from "./_example_runs.ts";
import { compareRuns } from "./comparisons.ts";
import { referenceRows } from "./reference_rows.ts";

Deno.test("referenceRows() sets figures beside each other for as many examples and labels only", async () => {
  const study = exampleStudy();
  const [comparison] = compareRuns(
    await readExampleRuns([{}, { model: { architecture: "x" } }]),
    [],
  );
  const rows = referenceRows(study, comparison!)!;
  assertEquals(rows.map(({ label }) => label), ["lstm"]);
  assertEquals(rows[0]!.final.testAccuracy, 0.79);
  assertEquals(rows[0]!.best.testAccuracy, 0.8);
  assertEquals(rows[0]!.trainSeconds, 160);
  assertEquals(referenceRows(study, { ...comparison!, testExamples: 201 }), undefined);
  assertEquals(referenceRows(study, { ...comparison!, labels: ["1", "2", "3"] }), undefined);
});
