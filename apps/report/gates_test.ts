import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { Ablation } from "@sluice/runs";
import { readExampleRuns } from "./_example_runs.ts";
import { compareRuns } from "./comparisons.ts";
import { heldGates } from "./gates.ts";

Deno.test("heldGates() gives the change from the same runs with free gates", async () => {
  const ablations = (accuracy: number): Ablation[] => [
    { gate: "output", heldAt: 1, loss: 1.5, accuracy },
    { gate: "forget", heldAt: 0.731, loss: 0.75, accuracy },
    { gate: "input", heldAt: 1, loss: 2.5, accuracy: 0.5 },
  ];
  const runs = await readExampleRuns([
    { seed: 1, fields: { ablations: ablations(0.5) } },
    { seed: 2, fields: { ablations: ablations(0.6) } },
    { seed: 3 },
  ]);
  const held = heldGates(compareRuns(runs, [])[0]!.configurations[0]!);
  assertEquals(held.map(({ gate, heldAt }) => [gate, heldAt]), [
    ["forget", 0.731],
    ["input", 1],
    ["output", 1],
  ]);
  const [a, b] = runs.map(({ record }) => record.epochs.at(-1)!);
  const forget = held[0]!;
  assertAlmostEquals(forget.accuracy.mean, 0.55);
  assertAlmostEquals(forget.accuracyChange.mean, 0.55 - (a!.test.accuracy + b!.test.accuracy) / 2);
  assertEquals(forget.loss, { mean: 0.75, standardDeviation: 0 });
  assertAlmostEquals(forget.lossChange.mean, 0.75 - (a!.test.loss + b!.test.loss) / 2);
});
