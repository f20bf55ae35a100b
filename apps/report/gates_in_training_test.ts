import { assertAlmostEquals, assertEquals } from "@std/assert";
import { readExampleRuns } from "./_example_runs.ts";
import { compareRuns } from "./comparisons.ts";
import { gatesInTraining } from "./gates_in_training.ts";

Deno.test("gatesInTraining() compares runs with free ones of the same seed after as many epochs", async () => {
  const lstm = { architecture: "lstm", hiddenSize: 8 };
  const runs = await readExampleRuns([
    { model: lstm, seed: 1, epochs: 6, accuracy: 0.9 },
    { model: lstm, seed: 2, epochs: 6, accuracy: 0.85 },
    { model: { ...lstm, hiddenSize: 9 }, seed: 1, epochs: 6 },
    { model: { ...lstm, holdGate: "output" }, seed: 1, epochs: 4 },
    { model: { ...lstm, holdGate: "output" }, seed: 2, epochs: 4 },
    { model: { ...lstm, holdGate: "forget" }, seed: 2, epochs: 4, accuracy: 0.6 },
    // Without a counterpart: no free run of that seed, of as many epochs, or of that size.
    { model: { ...lstm, holdGate: "input" }, seed: 3, epochs: 4 },
    { model: { ...lstm, holdGate: "input", holdGateAt: 0.5 }, seed: 1, epochs: 7 },
    { model: { ...lstm, hiddenSize: 10, holdGate: "input" }, seed: 1, epochs: 4 },
  ]);
  const { configurations } = compareRuns(runs, [])[0]!;
  const held = gatesInTraining(configurations);
  assertEquals(
    held.map(({ gate, heldAt, epochs }) => [gate, heldAt, epochs]),
    [["forget", 1, 4], ["output", 1, 4]],
  );
  const [forget, output] = held;
  assertEquals(forget!.free, output!.free);
  const freeRuns = runs.filter(({ record: { configuration: { model } } }) =>
    model["hiddenSize"] === 8 && model["holdGate"] === undefined
  );
  const free = new Map(
    freeRuns.map(({ record }) => [record.seeds.training, record.epochs[3]!]),
  );
  const forgetRun = runs.find(({ record }) => record.configuration.model["holdGate"] === "forget")!;
  const final = forgetRun.record.epochs.at(-1)!;
  assertAlmostEquals(forget!.accuracy.mean, final.test.accuracy);
  assertAlmostEquals(forget!.accuracyChange.mean, final.test.accuracy - free.get(2)!.test.accuracy);
  assertAlmostEquals(forget!.lossChange.mean, final.test.loss - free.get(2)!.test.loss);
  const outputs = runs
    .filter(({ record }) => record.configuration.model["holdGate"] === "output")
    .map(({ record }) =>
      record.epochs[3]!.test.accuracy - free.get(record.seeds.training)!.test.accuracy
    );
  assertAlmostEquals(output!.accuracyChange.mean, (outputs[0]! + outputs[1]!) / 2);
});
