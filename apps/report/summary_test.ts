import { assertAlmostEquals, assertEquals } from "@std/assert";
import { readExampleRuns, withoutPredictions } from "./_example_runs.ts";
import { compareRuns } from "./comparisons.ts";
import type { Run } from "./read_runs.ts";
import { summarize, type Summary } from "./summary.ts";

function summary(runs: readonly Run[]): Summary {
  const [comparison] = compareRuns(runs, []);
  return summarize(comparison!.configurations[0]!);
}

Deno.test("summarize() gives means and deviations over the seeds", async () => {
  const runs = await readExampleRuns([{ seed: 1, accuracy: 0.7 }, { seed: 3, accuracy: 0.9 }]);
  const [a, b] = runs.map(({ record }) => record.epochs[3]!.test.accuracy);
  const { final, trainSeconds, tokensPerSecond, interval } = summary(runs);
  assertAlmostEquals(final.accuracy.mean, (a! + b!) / 2);
  // Of two values the sample standard deviation is their distance over the root of two.
  assertAlmostEquals(final.accuracy.standardDeviation!, Math.abs(a! - b!) / Math.SQRT2);
  assertEquals(final.epochs, [4, 4]);
  // Four epochs of 11 s and four of 13 s.
  assertEquals(trainSeconds, 11);
  assertEquals(tokensPerSecond, 50_000 / 11);
  assertEquals(interval![0] < final.accuracy.mean && final.accuracy.mean < interval![1], true);
});

Deno.test("summarize() finds the best epoch, and the one that validation chose", async () => {
  const [run] = await readExampleRuns([{ validation: true }]);
  const rows = run!.record.epochs;
  rows[1]!.test.accuracy = 0.95;
  rows[1]!.test.loss = 0.123;
  const { best, selected } = summary([run!]);
  assertEquals(best, { accuracy: { mean: 0.95 }, loss: { mean: 0.123 }, epochs: [2] });
  assertEquals(selected!.epochs, [3]);
  assertEquals(selected!.accuracy, { mean: rows[2]!.test.accuracy });
});

Deno.test("summarize() gives no interval without predictions, nor on different examples", async () => {
  const runs = await readExampleRuns([{ seed: 1 }, { seed: 2 }]);
  assertEquals(summary([runs[0]!, withoutPredictions(runs[1]!)]).interval, undefined);
  const others = structuredClone(runs[1]!);
  assertEquals(summary([runs[0]!, others]).interval, undefined);
});
