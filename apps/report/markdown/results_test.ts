import { assertEquals, assertStringIncludes } from "@std/assert";
import { type ExampleRun, readExampleRuns } from "../_example_runs.ts";
import { cells } from "../_example_table.ts";
import { makeReport, type Section } from "../report.ts";
import { results } from "./results.ts";

async function section(...examples: ExampleRun[]): Promise<Section> {
  return makeReport({ completed: await readExampleRuns(examples), setAside: [] }).sections[0]!;
}

Deno.test("results() tells of one run what there is to tell", async () => {
  const made = await section({});
  const [summary] = made.summaries;
  assertEquals(cells(results(made), "lstm"), [
    "lstm",
    "984,897",
    "4",
    "1",
    summary!.final.accuracy.mean.toFixed(4),
    summary!.interval!.map((bound) => bound.toFixed(4)).join(" to "),
    "0.4900",
    summary!.best.accuracy.mean.toFixed(4),
    summary!.best.loss.mean.toFixed(4),
    `${summary!.best.epochs[0]}`,
    "11.0",
    "4,545",
  ]);
});

Deno.test("results() tells the epoch that validation chose, and none where there is none", async () => {
  const made = await section({ validation: true });
  assertEquals(cells(results(made), "Model").slice(10, 12), ["Chosen accuracy", "Chosen epoch"]);
  const { selected: _, ...without } = made.summaries[0]!;
  const summaries = [made.summaries[0]!, { ...without, label: "other" }];
  assertEquals(cells(results({ ...made, summaries }), "other").slice(10, 12), ["–", "–"]);
});

Deno.test("results() tells macro F1 of many labels, and of two unlike ones", async () => {
  const heads = (made: Parameters<typeof results>[0]) => cells(results(made), "Model");
  const two = await section({});
  assertEquals(heads(two).includes("Macro F1"), false);
  const three = await section({ labels: ["x", "y", "z"] });
  for (const made of [three, { ...two, testClasses: [150, 50] }]) {
    assertEquals(heads(made)[6], "Macro F1");
    assertEquals(cells(results(made), "lstm")[6], made.summaries[0]!.macroF1!.mean.toFixed(4));
    assertStringIncludes(results(made), "Macro F1 is the mean of the labels' F1");
  }
});
