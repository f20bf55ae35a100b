// Our configurations beside the models of a study that they stand for.
import type { Comparison } from "./comparisons.ts";
import { type ReferenceEpoch, referenceName, type ReferenceStudy } from "./reference_study.ts";
import { median } from "simple-statistics";

/** The study's figures for one of our configurations. */
export interface ReferenceRow {
  /** The name of our configuration. */
  label: string;
  /** The study's name for the model. */
  name: string;
  /** Its epochs. */
  history: readonly ReferenceEpoch[];
  /** Its last epoch. */
  final: ReferenceEpoch;
  /** Its epoch with the highest test accuracy, the first of equals. */
  best: ReferenceEpoch;
  /** Seconds of training an epoch, the median. */
  trainSeconds: number;
}

/**
 * The rows of a comparison that the study has too. Undefined where the comparison is of other numbers of
 * examples, or of labels, than the study's, so that the figures cannot be set beside each other.
 */
export function referenceRows(
  study: ReferenceStudy,
  { labels, trainExamples, testExamples, configurations }: Comparison,
): ReferenceRow[] | undefined {
  const { trainReviews, testReviews } = study.data;
  if (labels.length !== 2) return undefined;
  if (trainExamples !== trainReviews || testExamples !== testReviews) return undefined;
  return configurations.flatMap(({ label, runs }) => {
    const name = referenceName(study, runs[0].record);
    if (name === undefined) return [];
    const { history } = study.models[name]!;
    return [{
      label,
      name,
      history,
      final: history.at(-1)!,
      best: history.reduce((best, row) => row.testAccuracy > best.testAccuracy ? row : best),
      trainSeconds: median(history.map((row) => row.trainSeconds)),
    }];
  });
}
