/**
 * Our side and the peer's, one process for each number of threads, and the turns that they take.
 *
 * @module
 */
import { knowsFlags, V8_FLAGS } from "@sluice/kernels/v8-flags";
import type { Case } from "./cases.ts";
import { type Mode, Side } from "./side.ts";

const MOST_TURNS = 7;
const FEWEST_TURNS = 3;
/** A turn is this long, within limits. */
const TURN_MILLISECONDS = 100;
const FEWEST_STEPS_A_TURN = 3;
const MOST_STEPS_A_TURN = 50;
/** Steps before any counts, so that compilers have finished and memory has been touched; or this long. */
const WARM_UP_STEPS = 50;
const WARM_UP_MILLISECONDS = 3000;
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

/** Starts our side, with the flags that `deno task train` has, or without. */
export function startSluice(threads: number, withFlags: boolean): Side {
  const flags = withFlags && knowsFlags() ? [V8_FLAGS] : [];
  return new Side(Deno.execPath(), ["run", ...flags, "-A", here("./sluice_side.ts"), `${threads}`]);
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
  const paces = [];
  for (const side of [sluice, ...peers.values()]) paces.push(await warmUp(side, c, mode));
  const steps = Math.round(TURN_MILLISECONDS / Math.max(...paces));
  const stepsATurn = Math.max(FEWEST_STEPS_A_TURN, Math.min(steps, MOST_STEPS_A_TURN));
  const start = performance.now();
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    if (turn >= FEWEST_TURNS && performance.now() - start > 1000 * ENOUGH_SECONDS) break;
    ours.push(...(await sluice.measure(c, mode, stepsATurn)).milliseconds);
    for (const [threads, times] of theirs) {
      times.push(...(await peers.get(threads)!.measure(c, mode, stepsATurn)).milliseconds);
    }
    if (turn !== 1) continue;
    const limit = HOPELESS * Math.min(...[...theirs.values()].map(median));
    for (const [threads, times] of theirs) if (median(times) > limit) theirs.delete(threads);
  }
  const [best] = [...theirs].map(([threads, times]) => ({ threads, theirs: median(times) }))
    .sort((a, b) => a.theirs - b.theirs);
  return { ours: median(ours), ...best };
}

/** The milliseconds of a step once the side is warm. */
async function warmUp(side: Side, c: Case, mode: Mode): Promise<number> {
  const start = performance.now();
  let pace = 0;
  for (let steps = 0; steps < WARM_UP_STEPS; steps += 5) {
    pace = median((await side.measure(c, mode, 5)).milliseconds);
    if (performance.now() - start > WARM_UP_MILLISECONDS) break;
  }
  return pace;
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}
