import { assertAlmostEquals, assertEquals } from "@std/assert";
import { readExampleRuns } from "./_example_runs.ts";
import { compareRuns } from "./comparisons.ts";
import { learningCurve } from "./learning_curve.ts";

Deno.test("learningCurve() gives mean, lowest and highest of each epoch", async () => {
  const runs = await readExampleRuns([{ seed: 1 }, { seed: 2 }]);
  [0.6, 0.7].forEach((loss, i) => runs[i]!.record.epochs[1]!.test.loss = loss);
  const { label, points } = learningCurve(compareRuns(runs, [])[0]!.configurations[0]!);
  assertEquals(label, "lstm");
  assertEquals(points.map(({ epoch }) => epoch), [1, 2, 3, 4]);
  assertAlmostEquals(points[1]!.testLoss.mean, 0.65);
  assertEquals([points[1]!.testLoss.low, points[1]!.testLoss.high], [0.6, 0.7]);
});
