/**
 * Our side and the peer's, one process for each number of threads, and the turns that they take.
 *
 * @module
 */
import type { Case } from "./cases.ts";
import { type Mode, Side } from "./side.ts";

const MOST_TURNS = 7;
const FEWEST_TURNS = 3;
const STEPS_A_TURN = 3;
/** Once a row has taken this long, it gets no turns beyond the fewest. */
const ENOUGH_SECONDS = 12;
/** After two turns, a setting of the peer that is this much slower than its best drops out. */
const HOPELESS = 1.2;

/** What both sides took for a step, in milliseconds. */
export interface Result {
  ours: number;
  /** The peer's with its faster setting, and the threads of that. */
  theirs?: number;
  threads?: number;
}

/** Starts our side. */
export function startSluice(threads: number): Side {
  return new Side(Deno.execPath(), ["run", "-A", here("./sluice_side.ts"), `${threads}`]);
}

/** Starts the peer, which runs in this Python. */
export function startPyTorch(python: string, threads: number): Side {
  return new Side(python, [here("./pytorch_side.py"), `${threads}`]);
}

function here(name: string): string {
  return new URL(name, import.meta.url).pathname;
}

/**
 * Both sides do the same steps, a few at a turn, so that both meet the same noise; medians of all steps.
 *
 * @param peers The peer's sides by their number of threads, of which the faster counts.
 */
export async function compete(
  c: Case,
  mode: Mode,
  sluice: Side,
  peers: ReadonlyMap<number, Side>,
): Promise<Result> {
  const ours: number[] = [];
  const theirs = new Map([...peers.keys()].map((threads) => [threads, [] as number[]]));
  // The first calls run before the compilers have finished, and the first steps touch new memory.
  for (const side of [sluice, ...peers.values()]) {
    await side.measure(c, mode, mode === "train" ? 6 : 3);
  }
  const start = performance.now();
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    if (turn >= FEWEST_TURNS && performance.now() - start > 1000 * ENOUGH_SECONDS) break;
    ours.push(...(await sluice.measure(c, mode, STEPS_A_TURN)).milliseconds);
    for (const [threads, times] of theirs) {
      times.push(...(await peers.get(threads)!.measure(c, mode, STEPS_A_TURN)).milliseconds);
    }
    if (turn !== 1) continue;
    const limit = HOPELESS * Math.min(...[...theirs.values()].map(median));
    for (const [threads, times] of theirs) if (median(times) > limit) theirs.delete(threads);
  }
  const [best] = [...theirs].map(([threads, times]) => ({ threads, theirs: median(times) }))
    .sort((a, b) => a.theirs - b.theirs);
  return { ours: median(ours), ...best };
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}
