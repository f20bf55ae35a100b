// The examples that a configuration is most sure about and wrong.
import { decideLabel, Task } from "@sluice/runs";
import { mean } from "simple-statistics";
import type { Configuration } from "./comparisons.ts";

/** An example labelled wrongly. */
export interface Mistake {
  /** The id of the example. */
  id: string;
  /** The index of the label that it has. */
  label: number;
  /** The index of the label that was said. */
  said: number;
  /** Its probabilities as a `Task` has them, means over the runs. */
  probabilities: number[];
}

/**
 * The most confident mistakes, the worst first: by the mean probabilities over the runs that were tested
 * on the same examples as the first. Empty where no predictions were saved.
 *
 * @param labels The names of the labels.
 */
export function confidentMistakes(
  { runs }: Configuration,
  labels: readonly string[],
  limit = 10,
): Mistake[] {
  const predictions = runs.flatMap((run) => run.predictions ?? []);
  const testSet = predictions[0]?.testSet;
  if (testSet === undefined) return [];
  const same = predictions.filter((prediction) => prediction.testSet === testSet);
  const task = new Task(labels);
  const outputs = Array.from({ length: task.outputs }, (_, output) => output);
  const mistakes: Mistake[] = [];
  testSet.ids.forEach((id, i) => {
    const label = testSet.labels[i]!;
    const probabilities = outputs.map((output) =>
      mean(same.map((prediction) => prediction.probabilities[i]![output]!))
    );
    const said = decideLabel(probabilities);
    if (said !== label) mistakes.push({ id, label, said, probabilities });
  });
  // Ids are in order, and sorting keeps that order among equals.
  const confidence = ({ probabilities }: Mistake) => task.confidence(probabilities);
  return mistakes.sort((a, b) => confidence(b) - confidence(a)).slice(0, limit);
}
