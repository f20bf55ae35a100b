import { assertAlmostEquals, assertEquals } from "@std/assert";
import {
  compareExamples,
  compareRows,
  EXAMPLE_PREDICTIONS_OF_THREE,
} from "./_example_predictions.ts";
import { confidentMistakes, type Mistake } from "./mistakes.ts";

const TWO = ["negative", "positive"];

async function mistakes(
  probabilities: (number[] | undefined)[],
  limit?: number,
): Promise<Mistake[]> {
  const { configurations } = await compareExamples(probabilities);
  return confidentMistakes(configurations[0]!, TWO, limit);
}

Deno.test("confidentMistakes() are those farthest from one half, by mean probability", async () => {
  assertEquals((await mistakes([[]])).map(({ id }) => id), ["a", "e", "b"]);
  assertEquals(await mistakes([[]], 1), [{ id: "a", label: 1, said: 0, probabilities: [0.2] }]);
  // The second run is right about a and e: their means are 0.55, which is right for a alone.
  const both = await mistakes([[], [0.9, 1, 0.7, 0.01, 0.3]]);
  assertEquals(both.map(({ id }) => id), ["b", "e"]);
  assertAlmostEquals(both[1]!.probabilities[0]!, 0.55);
  assertEquals(await mistakes([undefined]), []);
});

Deno.test("confidentMistakes() of more labels are those whose label was said most surely", async () => {
  const labels = ["x", "y", "z"];
  const { configurations } = await compareRows(labels, [EXAMPLE_PREDICTIONS_OF_THREE]);
  assertEquals(
    confidentMistakes(configurations[0]!, labels).map(({ id, label, said }) => [id, label, said]),
    [["e", 2, 0], ["b", 0, 1], ["a", 1, 2]],
  );
  // Together with a run that is right about e, surely, e is right in the mean.
  const other = EXAMPLE_PREDICTIONS_OF_THREE.map((row) =>
    row.id === "e" ? { ...row, probabilities: [0, 0, 1] } : row
  );
  const two = await compareRows(labels, [EXAMPLE_PREDICTIONS_OF_THREE, other]);
  const [first, ...others] = confidentMistakes(two.configurations[0]!, labels);
  assertEquals([first!.id, others.length], ["b", 1]);
  first!.probabilities.forEach((p, i) => assertAlmostEquals(p, [0.1, 0.7, 0.2][i]!));
});
