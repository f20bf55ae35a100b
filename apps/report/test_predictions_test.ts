import { assertEquals } from "@std/assert";
import { EXAMPLE_PREDICTIONS } from "./_example_predictions.ts";
import { TestSets } from "./test_predictions.ts";

Deno.test("TestSets puts predictions in the order of ids, and shares the reviews", async () => {
  const testSets = new TestSets();
  const one = await testSets.add(EXAMPLE_PREDICTIONS);
  assertEquals(one.testSet.ids, ["a", "b", "c", "d", "e"]);
  assertEquals(one.testSet.labels, Uint8Array.of(1, 0, 1, 0, 0));
  assertEquals(one.probabilities, Float64Array.of(0.2, 0.7, 0.9, 0.01, 0.8));
  assertEquals(one.correct, Uint8Array.of(0, 0, 1, 1, 0));
  assertEquals(one.lengths, Int32Array.of(10, 65, 64, 493, 493));
  const other = await testSets.add(
    EXAMPLE_PREDICTIONS.toReversed().map(({ id, label }) => ({ id, label, probability: 0.5 })),
  );
  assertEquals(other.testSet === one.testSet, true);
  assertEquals(other.lengths, undefined);
  const relabelled = await testSets.add(
    EXAMPLE_PREDICTIONS.map((row) => ({ ...row, label: 1 as const })),
  );
  assertEquals(relabelled.testSet === one.testSet, false);
});
