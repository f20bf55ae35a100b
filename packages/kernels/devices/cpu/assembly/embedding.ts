// Rows of a table by id, and the sum of gradients back into the table.

import { shareStart } from "./vector";

@unmanaged
export class EmbeddingTask {
  count: u32;
  vocabularySize: u32;
  embeddingSize: u32;
  ids: usize;
  table: usize;
  /** [count, embeddingSize]: the output, or its gradient. */
  embedded: usize;
  tableGradient: usize;
}

export function embeddingForward(task: EmbeddingTask, thread: u32, threads: u32): void {
  const rowBytes = <usize>task.embeddingSize << 2, count = <usize>task.count;
  const end = shareStart(count, thread + 1, threads, 16);
  for (let i = shareStart(count, thread, threads, 16); i < end; i++) {
    copyRow(
      task.embedded + i * rowBytes,
      task.table + <usize>load<u32>(task.ids + (i << 2)) * rowBytes,
      rowBytes,
    );
  }
}

@inline
function copyRow(to: usize, from: usize, bytes: usize): void {
  const whole = bytes & ~15;
  let at: usize = 0;
  for (; at < whole; at += 16) v128.store(to + at, v128.load(from + at));
  for (; at < bytes; at += 4) store<f32>(to + at, load<f32>(from + at));
}

/**
 * A thread owns the table's rows whose id is its number modulo the threads: every row is summed by one
 * thread, in the order of the ids, so the sum does not depend on how many threads there are.
 */
export function embeddingBackward(task: EmbeddingTask, thread: u32, threads: u32): void {
  const rowBytes = <usize>task.embeddingSize << 2, count = <usize>task.count;
  const vocabularySize = task.vocabularySize;
  for (let id = thread; id < vocabularySize; id += threads) {
    memory.fill(task.tableGradient + <usize>id * rowBytes, 0, rowBytes);
  }
  for (let i: usize = 0; i < count; i++) {
    const id = load<u32>(task.ids + (i << 2));
    if (id % threads != thread) continue;
    addRow(task.tableGradient + <usize>id * rowBytes, task.embedded + i * rowBytes, rowBytes);
  }
}

@inline
function addRow(to: usize, from: usize, bytes: usize): void {
  const whole = bytes & ~15;
  let at: usize = 0;
  for (; at < whole; at += 16) {
    v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(from + at)));
  }
  for (; at < bytes; at += 4) store<f32>(to + at, load<f32>(to + at) + load<f32>(from + at));
}
