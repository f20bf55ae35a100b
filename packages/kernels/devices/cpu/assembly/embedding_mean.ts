// The mean of a row's embeddings, straight from the table, and its gradient straight into the table's:
//
//     output = (sum over the row's tokens and bigrams of their rows in the table) / their number
//
// A bigram's row is one of the table's last `bigramBuckets`, by a hash of its two ids. Nothing of the size
// [batch][steps][embeddingSize] is ever written.

/** The table's rows are dealt out to threads in blocks of so many: no two threads share a cache line. */
const BLOCK_SHIFT: u32 = 4;

@unmanaged
export class EmbeddingMeanTask {
  batch: u32;
  steps: u32;
  embeddingSize: u32;
  /** Rows of the table, those of bigrams included. */
  tableRows: u32;
  bigramBuckets: u32;
  /** [batch][steps] */
  ids: usize;
  /** [batch] */
  lengths: usize;
  /** The next row that no thread has taken, and whether any has met an id that is not in the table. */
  counter: usize;
  wrongIds: usize;
  table: usize;
  /** [batch][embeddingSize]: the output, or its gradient. */
  output: usize;
  tableGradient: usize;
  /** [threads] times room for a row's items: addresses in the table. */
  items: usize;
}

/** Bytes of scratch that a thread needs for a row's items; of whole cache lines. */
export function embeddingMeanItemsSize(steps: u32): u32 {
  return (8 * steps + 63) & ~63;
}

/** Murmur's finalizer on a number that differs for every two pairs of ids below 65,536. */
@inline
function bucketOf(first: u32, second: u32, buckets: u32): u32 {
  let hash: u32 = first * 0x9e3779b1 + second;
  hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
  hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
  hash ^= hash >> 16;
  return <u32>(<u64>hash * <u64>buckets >> 32);
}

export function embeddingMeanForward(task: EmbeddingMeanTask, thread: u32, threads: u32): void {
  const batch = <usize>task.batch, steps = <usize>task.steps;
  const rowBytes = <usize>task.embeddingSize << 2;
  const buckets = task.bigramBuckets, tokens = task.tableRows - buckets;
  const items = task.items + <usize>thread * <usize>embeddingMeanItemsSize(task.steps);
  for (;;) {
    const row = <usize>atomic.add<u32>(task.counter, 1);
    if (row >= batch) return;
    const ids = task.ids + (row * steps << 2), output = task.output + row * rowBytes;
    const length = <usize>load<u32>(task.lengths + (row << 2));
    const end = ids + (length << 2);
    const most = addressesOf(ids, end, <u32>task.table, <u32>rowBytes, items);
    let to = items + (length << 2);
    if (most >= tokens) {
      // Nothing was read yet; the caller names the id.
      if (length) {
        atomic.store<u32>(task.wrongIds, 1);
        continue;
      }
    }
    if (buckets && length) {
      for (let at = ids + 4; at < end; at += 4) {
        const bucket = bucketOf(load<u32>(at - 4), load<u32>(at), buckets);
        store<u32>(to, <u32>task.table + (tokens + bucket) * <u32>rowBytes);
        to += 4;
      }
    }
    meanOfItems(output, items, to, rowBytes);
  }
}

/** Writes where the rows of these ids lie, and returns the greatest id. */
function addressesOf(at: usize, end: usize, table: u32, rowBytes: u32, to: usize): u32 {
  const tables = i32x4.splat(table), sizes = i32x4.splat(rowBytes);
  let mosts = i32x4.splat(0);
  for (; at + 16 <= end; at += 16, to += 16) {
    const ids = v128.load(at);
    mosts = i32x4.max_u(mosts, ids);
    v128.store(to, i32x4.add(tables, i32x4.mul(ids, sizes)));
  }
  let most = max<u32>(
    max<u32>(i32x4.extract_lane(mosts, 0), i32x4.extract_lane(mosts, 1)),
    max<u32>(i32x4.extract_lane(mosts, 2), i32x4.extract_lane(mosts, 3)),
  );
  for (; at < end; at += 4, to += 4) {
    const id = load<u32>(at);
    most = max<u32>(most, id);
    store<u32>(to, table + id * rowBytes);
  }
  return most;
}

/** Sums in registers, as many features at once as there are registers for. */
function meanOfItems(output: usize, items: usize, end: usize, rowBytes: usize): void {
  const factor: f32 = end == items ? 0 : <f32>1 / <f32>((end - items) >> 2);
  const factors = f32x4.splat(factor);
  let at: usize = 0;
  for (; at + 128 <= rowBytes; at += 128) {
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
    for (let item = items; item < end; item += 4) {
      const from = <usize>load<u32>(item) + at;
      s0 = f32x4.add(s0, v128.load(from));
      s1 = f32x4.add(s1, v128.load(from, 16));
      s2 = f32x4.add(s2, v128.load(from, 32));
      s3 = f32x4.add(s3, v128.load(from, 48));
      s4 = f32x4.add(s4, v128.load(from, 64));
      s5 = f32x4.add(s5, v128.load(from, 80));
      s6 = f32x4.add(s6, v128.load(from, 96));
      s7 = f32x4.add(s7, v128.load(from, 112));
    }
    v128.store(output + at, f32x4.mul(s0, factors));
    v128.store(output + at, f32x4.mul(s1, factors), 16);
    v128.store(output + at, f32x4.mul(s2, factors), 32);
    v128.store(output + at, f32x4.mul(s3, factors), 48);
    v128.store(output + at, f32x4.mul(s4, factors), 64);
    v128.store(output + at, f32x4.mul(s5, factors), 80);
    v128.store(output + at, f32x4.mul(s6, factors), 96);
    v128.store(output + at, f32x4.mul(s7, factors), 112);
  }
  for (; at + 32 <= rowBytes; at += 32) {
    let s0 = f32x4.splat(0), s1 = s0;
    for (let item = items; item < end; item += 4) {
      const from = <usize>load<u32>(item) + at;
      s0 = f32x4.add(s0, v128.load(from));
      s1 = f32x4.add(s1, v128.load(from, 16));
    }
    v128.store(output + at, f32x4.mul(s0, factors));
    v128.store(output + at, f32x4.mul(s1, factors), 16);
  }
  for (; at + 16 <= rowBytes; at += 16) {
    let sum = f32x4.splat(0);
    for (let item = items; item < end; item += 4) {
      sum = f32x4.add(sum, v128.load(<usize>load<u32>(item) + at));
    }
    v128.store(output + at, f32x4.mul(sum, factors));
  }
  for (; at < rowBytes; at += 4) {
    let sum: f32 = 0;
    for (let item = items; item < end; item += 4) sum += load<f32>(<usize>load<u32>(item) + at);
    store<f32>(output + at, sum * factor);
  }
}

/** The thread that sums a row of the table: spread evenly, however often which ids occur. */
@inline
function ownerOf(tableRow: u32, threads: u32): u32 {
  return <u32>(<u64>((tableRow >> BLOCK_SHIFT) * 0x9e3779b1) * <u64>threads >> 32);
}

/**
 * Every row of the table is summed by one thread, in the order of the batch, so the sum does not depend on
 * how many threads there are. A thread first lists its own items of a row, without branches: those would
 * be guessed wrong half of the time, and hold up the reads after them.
 */
export function embeddingMeanBackward(task: EmbeddingMeanTask, thread: u32, threads: u32): void {
  const batch = <usize>task.batch, steps = <usize>task.steps;
  const rowBytes = <usize>task.embeddingSize << 2, target = <u32>task.tableGradient;
  const buckets = task.bigramBuckets, tokens = task.tableRows - buckets;
  const items = task.items + <usize>thread * <usize>embeddingMeanItemsSize(task.steps);
  fillOwnRows(task, thread, threads);
  for (let row: usize = 0; row < batch; row++) {
    const length = <usize>load<u32>(task.lengths + (row << 2));
    if (!length) continue;
    const ids = task.ids + (row * steps << 2), end = ids + (length << 2);
    let to = items;
    for (let at = ids; at < end; at += 4) {
      const id = load<u32>(at);
      store<u32>(to, target + id * <u32>rowBytes);
      to += <usize>(ownerOf(id, threads) == thread) << 2;
    }
    if (buckets) {
      for (let at = ids + 4; at < end; at += 4) {
        const tableRow = tokens + bucketOf(load<u32>(at - 4), load<u32>(at), buckets);
        store<u32>(to, target + tableRow * <u32>rowBytes);
        to += <usize>(ownerOf(tableRow, threads) == thread) << 2;
      }
    }
    const count = buckets ? 2 * length - 1 : length;
    addToItems(items, to, task.output + row * rowBytes, <f32>1 / <f32>count, rowBytes);
  }
}

function fillOwnRows(task: EmbeddingMeanTask, thread: u32, threads: u32): void {
  const rowBytes = <usize>task.embeddingSize << 2, tableRows = task.tableRows;
  const step: u32 = 1 << BLOCK_SHIFT;
  if (threads == 1) {
    memory.fill(task.tableGradient, 0, <usize>tableRows * rowBytes);
    return;
  }
  for (let start: u32 = 0; start < tableRows; start += step) {
    if (ownerOf(start, threads) != thread) continue;
    const size = min(step, tableRows - start);
    memory.fill(task.tableGradient + <usize>start * rowBytes, 0, <usize>size * rowBytes);
  }
}

/** Adds `gradient * factor` to every item, feature by feature as many at once as there are registers for. */
function addToItems(
  items: usize,
  end: usize,
  gradient: usize,
  factor: f32,
  rowBytes: usize,
): void {
  const factors = f32x4.splat(factor);
  let at: usize = 0;
  for (; at + 128 <= rowBytes; at += 128) {
    const from = gradient + at;
    const g0 = f32x4.mul(v128.load(from), factors), g1 = f32x4.mul(v128.load(from, 16), factors);
    const g2 = f32x4.mul(v128.load(from, 32), factors);
    const g3 = f32x4.mul(v128.load(from, 48), factors);
    const g4 = f32x4.mul(v128.load(from, 64), factors);
    const g5 = f32x4.mul(v128.load(from, 80), factors);
    const g6 = f32x4.mul(v128.load(from, 96), factors);
    const g7 = f32x4.mul(v128.load(from, 112), factors);
    for (let item = items; item < end; item += 4) {
      const to = <usize>load<u32>(item) + at;
      v128.store(to, f32x4.add(v128.load(to), g0));
      v128.store(to, f32x4.add(v128.load(to, 16), g1), 16);
      v128.store(to, f32x4.add(v128.load(to, 32), g2), 32);
      v128.store(to, f32x4.add(v128.load(to, 48), g3), 48);
      v128.store(to, f32x4.add(v128.load(to, 64), g4), 64);
      v128.store(to, f32x4.add(v128.load(to, 80), g5), 80);
      v128.store(to, f32x4.add(v128.load(to, 96), g6), 96);
      v128.store(to, f32x4.add(v128.load(to, 112), g7), 112);
    }
  }
  for (; at + 16 <= rowBytes; at += 16) {
    const own = f32x4.mul(v128.load(gradient + at), factors);
    for (let item = items; item < end; item += 4) {
      const to = <usize>load<u32>(item) + at;
      v128.store(to, f32x4.add(v128.load(to), own));
    }
  }
  for (; at < rowBytes; at += 4) {
    const own = load<f32>(gradient + at) * factor;
    for (let item = items; item < end; item += 4) {
      const to = <usize>load<u32>(item) + at;
      store<f32>(to, load<f32>(to) + own);
    }
  }
}
