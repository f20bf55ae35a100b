import { Random } from "./random.ts";

/** How often things happened. */
export type Counts = Record<string, number>;

/** One case of a part of the torture. */
export interface Case {
  /** Its choices. */
  random: Random;
  /** Its number, from 0. */
  index: number;
  /** Counts something that happened. */
  count(what: string, times?: number): void;
}

/** A part of the torture: cases of one kind, of which each stands by itself. */
export interface Part {
  /** What it is called. */
  readonly name: string;
  /** The share of the time that it gets. */
  readonly share: number;
  /** How many cases there are in all, where they are not endless. */
  readonly cases?: () => Promise<number>;
  /** Tries one case; throws where something is wrong. */
  run(one: Case): Promise<void>;
  /** What must be made once before, and its end. */
  prepare?(): Promise<void>;
  /** Undoes what {@linkcode prepare} made. */
  finish?(): Promise<void>;
}

/** What a part has done. */
export interface Outcome {
  /** Its counts; `cases` is the number of cases. */
  counts: Counts;
  /** The cases that failed. */
  failures: { index: number; message: string }[];
}

/** Options of {@linkcode runPart}. */
export interface RunPartOptions {
  /** Replays all. */
  seed: number;
  /** The number of the part, which decides its random choices. */
  number: number;
  /** When to stop, as `performance.now()` counts. */
  until: number;
  /** This case alone. */
  only?: number | undefined;
  /** The most cases. */
  most?: number;
}

/** Runs the cases of a part until the time is up or there are no more. A case may not take minutes. */
export async function runPart(part: Part, options: RunPartOptions): Promise<Outcome> {
  const { seed, number, until, only, most = Infinity } = options;
  const counts: Counts = { cases: 0 };
  const failures: Outcome["failures"] = [];
  await part.prepare?.();
  try {
    const end = Math.min(most, await part.cases?.() ?? Infinity);
    for (let index = only ?? 0; index < end && performance.now() < until; index++) {
      counts["cases"]!++;
      const random = new Random(seed, number, index);
      const count = (what: string, times = 1) => counts[what] = (counts[what] ?? 0) + times;
      try {
        await withTimeLimit(part.run({ random, index, count }));
        checkPrototypes();
      } catch (error) {
        failures.push({ index, message: (error as Error).stack ?? String(error) });
      }
      if (only !== undefined || failures.length >= 20) break;
    }
  } finally {
    await part.finish?.();
  }
  return { counts, failures };
}

const LIMIT = 120_000;

async function withTimeLimit(work: Promise<void>): Promise<void> {
  let timer;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it took longer than ${LIMIT / 1000} s`)), LIMIT);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function checkPrototypes(): void {
  for (const prototype of [Object.prototype, Array.prototype, Function.prototype]) {
    const keys = Object.keys(prototype);
    if (keys.length > 0) throw new Error(`a prototype was polluted with ${keys}`);
  }
}
