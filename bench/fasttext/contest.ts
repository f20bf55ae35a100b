/**
 * Programs that take turns.
 *
 * @module
 */

/** What one turn gives. */
export interface Trial {
  seconds: number;
  /** The share of the test reviews that are called right. */
  accuracy: number;
}

/** One side. */
export interface Contestant {
  name: string;
  run: (turn: number) => Promise<Trial>;
}

/** Medians of all turns, after one that does not count. */
export async function measure(
  contestants: readonly Contestant[],
  turns: number,
): Promise<(Trial & { name: string })[]> {
  const trials = contestants.map((): Trial[] => []);
  for (let turn = 0; turn <= turns; turn++) {
    for (const [index, contestant] of contestants.entries()) {
      const trial = await contestant.run(turn);
      if (turn > 0) trials[index]!.push(trial);
    }
  }
  return contestants.map(({ name }, index) => ({
    name,
    seconds: median(trials[index]!.map(({ seconds }) => seconds)),
    accuracy: median(trials[index]!.map(({ accuracy }) => accuracy)),
  }));
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}
