import { assertEquals } from "@std/assert";
import { type ExampleRun, readExampleRuns, withoutPredictions } from "./_example_runs.ts";
import { exampleStudy } from "./_example_study.ts";
import { makeReport } from "./report.ts";

const THREE = ["bad", "fair", "good"];

Deno.test("makeReport() puts the highest final accuracy first, in all that it says", async () => {
  const completed = await readExampleRuns([
    { accuracy: 0.6 },
    { accuracy: 0.95, model: { architecture: "cnn" } },
  ]);
  const { sections } = makeReport({ completed, setAside: [] }, exampleStudy());
  assertEquals(sections.length, 1);
  const [section] = sections;
  for (const list of [section!.summaries, section!.curves, section!.confusions]) {
    assertEquals(list.map(({ label }) => label), ["cnn", "lstm"]);
  }
  assertEquals(section!.byLength!.rows.map(({ label }) => label), ["cnn", "lstm"]);
  assertEquals(section!.mistakes!.label, "cnn");
  assertEquals(section!.reference!.map(({ label }) => label), ["lstm"]);
  assertEquals([section!.labels, section!.testClasses], [["negative", "positive"], [100, 100]]);
});

Deno.test("makeReport() has a section for each set of labels", async () => {
  const examples: ExampleRun[] = [{}, { id: "three", labels: THREE, examples: 201 }];
  const { sections } = makeReport(
    { completed: await readExampleRuns(examples), setAside: [] },
    exampleStudy(),
  );
  assertEquals(sections.map(({ labels }) => labels.length).sort(), [2, 3]);
  const three = sections.find(({ labels }) => labels.length === 3)!;
  assertEquals(three.labels, THREE);
  assertEquals(three.testClasses, [67, 67, 67]);
  assertEquals(three.confusions[0]!.confusion.counts.flat().reduce((a, b) => a + b), 201);
  assertEquals(three.summaries[0]!.macroF1 !== undefined, true);
  assertEquals(three.mistakes!.rows[0]!.probabilities.length, 3);
  assertEquals(three.reference, undefined);
});

Deno.test("makeReport() says less without predictions, and names each notice once", async () => {
  const runs = await readExampleRuns([{ seed: 1 }, { seed: 2 }]);
  for (const { record } of runs) record.data.notice = "it stands in for another set";
  const [section] = makeReport({ completed: runs.map(withoutPredictions), setAside: [] }).sections;
  assertEquals(section!.notices, ["it stands in for another set"]);
  assertEquals(section!.confusions, []);
  assertEquals([section!.byLength, section!.mistakes, section!.reference], [
    undefined,
    undefined,
    undefined,
  ]);
  assertEquals(section!.summaries[0]!.macroF1, undefined);
});
