import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { binaryCrossEntropy, binaryMetrics, isCorrect, sigmoid } from "./binary_metrics.ts";

const logit = fc.double({ min: -30, max: 30, noNaN: true });

Deno.test("cross-entropy is the negative logarithm of the label's probability", () => {
  fc.assert(fc.property(logit, (logit) => {
    assertAlmostEquals(binaryCrossEntropy(logit, 1), -Math.log(sigmoid(logit)), 1e-9);
    assertAlmostEquals(binaryCrossEntropy(-logit, 0), binaryCrossEntropy(logit, 1), 1e-12);
  }));
});

Deno.test("extreme logits give finite losses and probabilities", () => {
  for (const extreme of [1e4, -1e4, 1e300, -1e300]) {
    for (const label of [0, 1]) assert(Number.isFinite(binaryCrossEntropy(extreme, label)));
    assert(sigmoid(extreme) >= 0 && sigmoid(extreme) <= 1);
  }
});

Deno.test("a probability of exactly one half is called positive", () => {
  assertEquals([isCorrect(0, 1), isCorrect(0, 0), isCorrect(-0.1, 0)], [true, false, true]);
});

Deno.test("metrics are means over rows", () => {
  const { loss, accuracy } = binaryMetrics([0, 0, 2, -2], [0, 1, 1, 1]);
  assertEquals(accuracy, 0.5);
  assertAlmostEquals(loss, (2 * Math.LN2 + Math.log1p(Math.exp(-2)) * 2 + 2) / 4, 1e-12);
});
