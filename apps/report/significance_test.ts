import { assertAlmostEquals, assertEquals } from "@std/assert";
import { readExampleRuns, withoutPredictions } from "./_example_runs.ts";
import { compareRuns, type Configuration } from "./comparisons.ts";
import type { Run } from "./read_runs.ts";
import { findDifference, testDifferences } from "./significance.ts";

/** Runs of two models on 20 examples: the cnn is right on 15 where the lstm is not, wrong on 5. */
async function runs(seeds: number[]): Promise<Run[]> {
  const runs = await readExampleRuns(seeds.flatMap((seed) => [
    { seed, examples: 20, model: { architecture: "lstm" } },
    { seed, examples: 20, model: { architecture: "cnn" } },
  ]));
  for (const { name, predictions } of runs) {
    predictions!.correct.fill(0);
    if (name.startsWith("cnn")) predictions!.correct.fill(1, 0, 15);
    else predictions!.correct.fill(1, 15);
  }
  return runs;
}

function configurations(runs: readonly Run[]): Configuration[] {
  return compareRuns(runs, [])[0]!.configurations;
}

Deno.test("testDifferences() gives the counts and McNemar's p-value", async () => {
  const [difference, ...others] = testDifferences(configurations(await runs([1])));
  assertEquals(others, []);
  const { p, corrected, ...rest } = difference!;
  assertEquals(rest, {
    first: "cnn",
    second: "lstm",
    pairs: 1,
    accuracy: 0.5,
    onlyFirst: 15,
    onlySecond: 5,
  });
  assertAlmostEquals(p, 2 * 21700 / 2 ** 20, 1e-12);
  assertEquals(corrected, p);
});

Deno.test("testDifferences() pairs runs by their seeds and merges their p-values", async () => {
  const all = await runs([1, 2, 3]);
  // Seed 2 shows no difference, and seed 3 of the lstm has no predictions.
  for (const { name, predictions } of all) if (name.endsWith("2")) predictions!.correct.fill(1);
  const some = all.map((run) => run.name === "lstm-3" ? withoutPredictions(run) : run);
  const [difference] = testDifferences(configurations(some));
  assertEquals(difference!.pairs, 2);
  assertEquals(difference!.onlyFirst, 7.5);
  // Of two p-values the smaller one counts twice.
  assertAlmostEquals(difference!.p, 4 * 21700 / 2 ** 20, 1e-12);
});

Deno.test("testDifferences() corrects for all pairs", async () => {
  const three = [
    ...await runs([1]),
    ...await readExampleRuns([{ examples: 20, model: { architecture: "bow" } }]),
  ];
  // The bow is one of the lstm's twins, on the same examples.
  const lstm = three.find(({ name }) => name === "lstm-1")!;
  three.find(({ name }) => name === "bow-1")!.predictions = lstm.predictions!;
  const cnn = three.find(({ name }) => name === "cnn-1")!;
  cnn.predictions = { ...lstm.predictions!, correct: cnn.predictions!.correct };
  const differences = testDifferences(configurations(three));
  assertEquals(differences.length, 3);
  const found = findDifference(differences, "lstm", "cnn")!;
  assertAlmostEquals(found.corrected, 3 * found.p, 1e-12);
  assertEquals(findDifference(differences, "bow", "lstm")!.corrected, 1);
});

Deno.test("testDifferences() tests nothing without predictions on the same examples", async () => {
  const all = await runs([1]);
  assertEquals(testDifferences(configurations(all.map(withoutPredictions))), []);
  assertEquals(testDifferences(configurations([all[0]!, structuredClone(all[1]!)])), []);
});
