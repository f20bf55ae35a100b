// The mistakes that a configuration is most sure about, by the examples' ids alone.
import { Task } from "@sluice/runs";
import type { Mistake } from "../mistakes.ts";
import { accuracy } from "./numbers.ts";
import { heading, table } from "./table.ts";

/**
 * The table of mistakes. Of two labels the probability of the second tells all; of more, it says what was
 * said, and how surely.
 *
 * @param model The configuration's name.
 * @param labels The names of the labels.
 */
export function mistakes(
  model: string,
  labels: readonly string[],
  rows: readonly Mistake[],
): string[] {
  const task = new Task(labels);
  const head = heading(3, `The most confident mistakes of ${model}`);
  if (task.outputs === 1) {
    return [
      head,
      table(
        ["Example", "Label", { number: `Probability of ${labels[1]}` }],
        rows.map(({ id, label, probabilities }) => [
          id,
          task.labelOf(label),
          accuracy(task.probabilityOf(probabilities, 1)),
        ]),
      ),
    ];
  }
  return [
    head,
    table(
      ["Example", "Label", "Called", { number: "Probability of that" }, {
        number: "Probability of the label",
      }],
      rows.map(({ id, label, said, probabilities }) => [
        id,
        task.labelOf(label),
        task.labelOf(said),
        accuracy(task.probabilityOf(probabilities, said)),
        accuracy(task.probabilityOf(probabilities, label)),
      ]),
    ),
  ];
}
