// Encodes many texts on several workers.

import type { EncodedBatch, TextOptions } from "../encode_options.ts";
import { WorkerPool } from "./worker_pool.ts";

/** Texts go to a worker in parts of about so many code units. */
const PART_LENGTH = 1 << 22;

/**
 * The same as `tokenizer.encodeBatch(texts, options)`, on `count` workers.
 *
 * @throws {WorkersUnavailable} If they cannot start.
 */
export async function encodeBatchParallel(
  tokenizer: { toJSON(): unknown },
  texts: readonly string[],
  count: number,
  { encodeSpecialTokens = false }: TextOptions = {},
): Promise<EncodedBatch> {
  const load = { kind: "load", tokenizer: JSON.stringify(tokenizer) } as const;
  const parts = cutIntoParts(texts);
  const batches: EncodedBatch[] = new Array(parts.length);
  let next = 0;
  await WorkerPool.with(count, load, async ({ workers }) => {
    await Promise.all(workers.map(async (worker) => {
      while (next < parts.length) {
        const index = next++;
        const task = { kind: "encode", texts: parts[index]!, encodeSpecialTokens } as const;
        batches[index] = await worker.perform(task);
      }
    }));
  });
  return joinBatches(batches, texts.length);
}

function cutIntoParts(texts: readonly string[]): string[][] {
  const parts: string[][] = [];
  let length = Infinity;
  for (const text of texts) {
    if (length >= PART_LENGTH) {
      parts.push([]);
      length = 0;
    }
    parts.at(-1)!.push(text);
    length += text.length;
  }
  return parts;
}

function joinBatches(batches: readonly EncodedBatch[], textCount: number): EncodedBatch {
  const total = batches.reduce((sum, batch) => sum + batch.inputIds.length, 0);
  const inputIds = new Int32Array(total), offsets = new Int32Array(textCount + 1);
  let length = 0, text = 0;
  for (const batch of batches) {
    inputIds.set(batch.inputIds, length);
    for (let i = 1; i < batch.offsets.length; i++) offsets[++text] = length + batch.offsets[i]!;
    length += batch.inputIds.length;
  }
  return { inputIds, offsets };
}
