import { assertAlmostEquals, assertEquals, assertLess } from "@std/assert";
import { bootstrapAccuracy } from "./bootstrap_accuracy.ts";

/** A run that labels the first `right` of `examples` rightly. */
function run(right: number, examples: number): Uint8Array {
  return new Uint8Array(examples).fill(1, 0, right);
}

Deno.test("bootstrapAccuracy() of one run is the binomial's interval", () => {
  // The 2.5 % and 97.5 % quantiles of Binomial(1000, 0.8) / 1000 are 0.775 and 0.824; the resampled
  // quantiles differ from them by chance, with a standard error of about 0.001.
  const [low, high] = bootstrapAccuracy([run(800, 1000)], { seed: 1, resamples: 4000 });
  assertAlmostEquals(low, 0.775, 0.003);
  assertAlmostEquals(high, 0.824, 0.003);
});

Deno.test("bootstrapAccuracy() draws runs too", () => {
  // Two runs, always right and never right: a mean of 0, 1/2 or 1.
  const runs = [run(50, 50), run(0, 50)];
  assertEquals(bootstrapAccuracy(runs, { seed: 1 }), [0, 1]);
});

Deno.test("bootstrapAccuracy() depends on its seed alone", () => {
  const runs = [run(700, 1000), run(720, 1000)];
  assertEquals(bootstrapAccuracy(runs, { seed: 3 }), bootstrapAccuracy(runs, { seed: 3 }));
  assertEquals(bootstrapAccuracy([run(9, 9)], { seed: 3 }), [1, 1]);
});

Deno.test("bootstrapAccuracy() narrows with more examples and less confidence", () => {
  const width = ([low, high]: [number, number]) => high - low;
  const wide = width(bootstrapAccuracy([run(80, 100)], { seed: 1 }));
  assertLess(width(bootstrapAccuracy([run(8000, 10_000)], { seed: 1 })), wide / 5);
  assertLess(width(bootstrapAccuracy([run(80, 100)], { seed: 1, confidence: 0.5 })), wide / 2);
});
