// The figures of a study for tests, on as many examples as the example runs.
import type { ReferenceEpoch, ReferenceStudy } from "./reference_study.ts";

/** A study of two models, three epochs each. */
export function exampleStudy(): ReferenceStudy {
  const epoch = (epoch: number, testAccuracy: number, trainSeconds: number): ReferenceEpoch => ({
    epoch,
    trainLoss: 0.5,
    trainAccuracy: 0.7,
    testLoss: 0.6,
    testAccuracy,
    trainSeconds,
  });
  return {
    description: "A study for tests",
    data: { trainReviews: 600, testReviews: 200 },
    models: {
      lstm: { history: [epoch(1, 0.7, 191), epoch(2, 0.8, 160), epoch(3, 0.79, 160)] },
      "lstm-2-layers": { history: [epoch(1, 0.6, 296)] },
    },
    gateAblation: { forget: { testLoss: 0.76, testAccuracy: 0.67 } },
  };
}
