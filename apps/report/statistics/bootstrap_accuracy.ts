// How far a mean accuracy might lie elsewhere with other seeds and other test examples.
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { quantileSorted } from "simple-statistics";

/** Options of {@linkcode bootstrapAccuracy}. */
export interface BootstrapOptions {
  /** The seed of the resampling. */
  seed: number;
  /** How many times to resample. */
  resamples?: number;
  /** The share of resampled means within the interval. */
  confidence?: number;
}

/**
 * The percentile bootstrap interval (Efron 1979) of the mean accuracy over runs: each time draws as
 * many runs, and as many test examples, as there are, with replacement, and takes the mean. The
 * same seed gives the same interval.
 *
 * @param runs For each run 1 where an example is labelled rightly, else 0; the same examples in each.
 */
export function bootstrapAccuracy(
  runs: readonly Uint8Array[],
  { seed, resamples = 1000, confidence = 0.95 }: BootstrapOptions,
): [low: number, high: number] {
  const random = xoroshiro128plus(seed);
  const below = (limit: number) => Math.floor((random.next() >>> 0) / 2 ** 32 * limit);
  const examples = runs[0]!.length;
  const right = new Uint16Array(examples);
  const means = Float64Array.from({ length: resamples }, () => {
    right.fill(0);
    for (let draw = 0; draw < runs.length; draw++) {
      const run = runs[below(runs.length)]!;
      for (let i = 0; i < examples; i++) right[i]! += run[i]!;
    }
    let sum = 0;
    for (let draw = 0; draw < examples; draw++) sum += right[below(examples)]!;
    return sum / (examples * runs.length);
  }).sort();
  const tail = (1 - confidence) / 2;
  const sorted = [...means];
  return [quantileSorted(sorted, tail), quantileSorted(sorted, 1 - tail)];
}
