// A figure over several seeds: its mean and how much it varies.
import { mean, sampleStandardDeviation } from "simple-statistics";

/** A figure over one or more runs. */
export interface Spread {
  /** The mean. */
  mean: number;
  /** The sample standard deviation (n - 1); missing for a single run. */
  standardDeviation?: number;
}

/** The mean and the sample standard deviation of at least one value. */
export function spread(values: readonly number[]): Spread {
  return {
    mean: mean([...values]),
    ...(values.length > 1 && { standardDeviation: sampleStandardDeviation([...values]) }),
  };
}
