import { assertEquals } from "@std/assert";
import { EXAMPLE_PREDICTIONS, EXAMPLE_PREDICTIONS_OF_THREE } from "./_example_predictions.ts";
import { TestSets } from "./test_predictions.ts";

Deno.test("TestSets puts predictions in the order of ids, and shares the examples", async () => {
  const testSets = new TestSets();
  const one = await testSets.add(EXAMPLE_PREDICTIONS);
  assertEquals(one.testSet.ids, ["a", "b", "c", "d", "e"]);
  assertEquals(one.testSet.labels, Uint16Array.of(1, 0, 1, 0, 0));
  assertEquals(one.probabilities, [[0.2], [0.7], [0.9], [0.01], [0.8]]);
  assertEquals(one.said, Uint16Array.of(0, 1, 1, 0, 1));
  assertEquals(one.correct, Uint8Array.of(0, 0, 1, 1, 0));
  assertEquals(one.lengths, Int32Array.of(10, 65, 64, 493, 493));
  const other = await testSets.add(
    EXAMPLE_PREDICTIONS.toReversed().map(({ id, label }) => ({ id, label, probabilities: [0.5] })),
  );
  assertEquals(other.testSet === one.testSet, true);
  assertEquals(other.lengths, undefined);
  const relabelled = await testSets.add(EXAMPLE_PREDICTIONS.map((row) => ({ ...row, label: 1 })));
  assertEquals(relabelled.testSet === one.testSet, false);
});

Deno.test("TestSets takes the likeliest of more labels, the first of equals", async () => {
  const { said, correct } = await new TestSets().add(EXAMPLE_PREDICTIONS_OF_THREE);
  assertEquals(said, Uint16Array.of(2, 1, 1, 0, 0));
  assertEquals(correct, Uint8Array.of(0, 0, 1, 1, 0));
});
