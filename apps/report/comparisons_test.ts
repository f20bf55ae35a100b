import { assertEquals } from "@std/assert";
import { exampleRun, readExampleRuns } from "./_example_runs.ts";
import { compareRuns } from "./comparisons.ts";
import type { SetAside } from "./read_runs.ts";

Deno.test("compareRuns() puts seeds together, in their order, and configurations apart", async () => {
  const setAside: SetAside[] = [];
  const comparisons = compareRuns(
    await readExampleRuns([
      { seed: 10 },
      { seed: 2 },
      { seed: 1, model: { architecture: "cnn" } },
      { seed: 1 },
    ]),
    setAside,
  );
  assertEquals(
    comparisons.map(({ configurations }) =>
      configurations.map(({ label, runs }) => [label, runs.map(({ name }) => name)])
    ),
    [[["cnn", ["cnn-1"]], ["lstm", ["lstm-1", "lstm-2", "lstm-10"]]]],
  );
  assertEquals(setAside, []);
});

Deno.test("compareRuns() keeps apart what was tested on other examples", async () => {
  const { record } = exampleRun();
  const comparisons = compareRuns(
    await readExampleRuns([
      { examples: 100, id: "small" },
      { id: "a" },
      { id: "b", fields: { data: { ...record.data, name: "sample", fingerprint: "0" } } },
      { id: "c", model: { architecture: "cnn" } },
    ]),
    [],
  );
  assertEquals(
    comparisons.map(({ dataSet, trainExamples, testExamples, configurations }) => [
      dataSet,
      trainExamples,
      testExamples,
      configurations.map(({ label }) => label),
    ]),
    [
      ["imdb", 600, 200, ["cnn", "lstm"]],
      ["imdb", 600, 100, ["lstm"]],
      ["sample", 600, 200, ["lstm"]],
    ],
  );
});

Deno.test("compareRuns() keeps runs apart that trained on fewer examples", async () => {
  const comparisons = compareRuns(
    await readExampleRuns([{ validation: true }, { model: { architecture: "cnn" } }]),
    [],
  );
  assertEquals(
    comparisons.map(({ trainExamples, validationExamples }) => [trainExamples, validationExamples]),
    [[600, 0], [540, 60]],
  );
});

Deno.test("compareRuns() counts the latest of runs that repeat each other", async () => {
  for (const order of [["old", "new"], ["new", "old"]]) {
    const setAside: SetAside[] = [];
    const runs = await readExampleRuns(order.map((id) => ({
      id,
      fields: { startedAt: id === "new" ? "2026-02-01T00:00:00Z" : "2026-01-01T00:00:00Z" },
    })));
    const [comparison] = compareRuns(runs, setAside);
    assertEquals(comparison!.configurations[0]!.runs.map(({ name }) => name), ["new"]);
    assertEquals(setAside.map(({ name }) => name), ["old"]);
  }
});
