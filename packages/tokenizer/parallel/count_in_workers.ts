// Counts the pieces of a corpus on several workers, while it is being read.

import type { Json } from "../json/json_object.ts";
import type { PieceCounter } from "../training/piece_counter.ts";
import { WorkerPool } from "./worker_pool.ts";

/** Texts go to a worker in parts of about so many code units. */
const PART_LENGTH = 1 << 22;

/** Options of {@linkcode countInWorkers}. */
export interface CountOptions {
  workers: number;
  normalizer: Json;
  preTokenizer: Json;
  /** Where the counts go. */
  counter: PieceCounter;
  /** Called with the number of texts that have been handed out; may throw to stop. */
  onCount: (texts: number) => void;
}

/**
 * Counts pieces; a worker that is busy keeps the reading from running ahead.
 *
 * @throws {WorkersUnavailable} If workers cannot start; no text has been read then.
 */
export async function countInWorkers(
  texts: AsyncIterable<string> | Iterable<string>,
  options: CountOptions,
): Promise<void> {
  const { workers, normalizer, preTokenizer } = options;
  const prepare = { kind: "prepareCount", normalizer, preTokenizer } as const;
  await WorkerPool.with(workers, prepare, (pool) => countIn(pool, texts, options));
}

async function countIn(
  { workers }: WorkerPool,
  texts: AsyncIterable<string> | Iterable<string>,
  { counter, onCount }: CountOptions,
): Promise<void> {
  const busy: Promise<unknown>[] = workers.map(() => Promise.resolve());
  let part: string[] = [], length = 0, count = 0, turn = 0;
  const handOut = async () => {
    const worker = turn++ % workers.length;
    await busy[worker];
    busy[worker] = workers[worker]!.perform({ kind: "count", texts: part });
    // An error comes up where the promise is awaited next.
    busy[worker].catch(() => {});
    part = [];
    length = 0;
    onCount(count);
  };
  for await (const text of texts) {
    part.push(text);
    length += text.length;
    count++;
    if (length >= PART_LENGTH) await handOut();
  }
  await handOut();
  await Promise.all(busy);
  for (const worker of workers) {
    counter.addCounted(await worker.perform({ kind: "finishCount" }));
  }
}
