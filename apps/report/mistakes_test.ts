import { assertAlmostEquals, assertEquals } from "@std/assert";
import { compareExamples } from "./_example_predictions.ts";
import type { Configuration } from "./comparisons.ts";
import { confidentMistakes } from "./mistakes.ts";

async function configuration(
  ...probabilities: (number[] | undefined)[]
): Promise<Configuration> {
  return (await compareExamples(probabilities)).configurations[0]!;
}

Deno.test("confidentMistakes() are those farthest from one half, by mean probability", async () => {
  const one = await configuration([]);
  assertEquals(confidentMistakes(one).map(({ id }) => id), ["a", "e", "b"]);
  assertEquals(confidentMistakes(one, 1), [{ id: "a", label: 1, probability: 0.2 }]);
  // The second run is right about a and e: their means are 0.55, which is right for a alone.
  const both = await configuration([], [0.9, 1, 0.7, 0.01, 0.3]);
  assertEquals(confidentMistakes(both).map(({ id }) => id), ["b", "e"]);
  assertAlmostEquals(confidentMistakes(both)[1]!.probability, 0.55);
  assertEquals(confidentMistakes(await configuration(undefined)), []);
});
