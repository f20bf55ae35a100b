// C = A B + bias for batches of matrices with any strides (so transposes need no copy).
//
// First B is packed into panels [columns / 8][depth][8], shared by all threads; then each thread packs eight
// rows of A at a time as [2][depth][4] and runs them over the panels. Depth is padded to an even number.

import { product, productsBelow } from "./products";
import { shareStart } from "./vector";

@unmanaged
export class MatMulTask {
  batches: u32;
  rows: u32;
  columns: u32;
  depth: u32;
  /** Strides in elements; a batch stride of 0 broadcasts. */
  aBatchStride: u32;
  aRowStride: u32;
  aDepthStride: u32;
  bBatchStride: u32;
  bDepthStride: u32;
  bColumnStride: u32;
  a: usize;
  b: usize;
  /** [columns], or 0. */
  bias: usize;
  output: usize;
  /** [batches][columns / 8][depth][8] */
  packed: usize;
  /** Per thread: [2][depth][4], then two tiles of output. */
  scratch: usize;
}

@inline
function paddedDepth(task: MatMulTask): usize {
  return (<usize>task.depth + 1) & ~1;
}

/** Bytes of scratch that a thread needs. */
export function matMulScratchSize(depth: usize): usize {
  return (((depth + 1) & ~1) << 5) + 256 + 64;
}

export function matMulPack(task: MatMulTask, thread: u32, threads: u32): void {
  const columns = <usize>task.columns, panels = (columns + 7) >> 3;
  const depth = <usize>task.depth, padded = paddedDepth(task);
  const depthStride = <usize>task.bDepthStride << 2,
    columnStride = <usize>task.bColumnStride << 2;
  const total = panels * <usize>task.batches;
  const end = shareStart(total, thread + 1, threads, 1);
  for (let index = shareStart(total, thread, threads, 1); index < end; index++) {
    const batch = index / panels, column = (index % panels) << 3;
    const width = min<usize>(8, columns - column);
    let from = task.b + (batch * <usize>task.bBatchStride << 2) + column * columnStride;
    let to = task.packed + index * (padded << 5);
    if (width < 8 || padded > depth) memory.fill(to, 0, padded << 5);
    for (let k: usize = 0; k < depth; k++, from += depthStride, to += 32) {
      for (let q: usize = 0; q < width; q++) {
        store<f32>(to + (q << 2), load<f32>(from + q * columnStride));
      }
    }
  }
}

export function matMul(task: MatMulTask, thread: u32, threads: u32): void {
  const rows = <usize>task.rows, columns = <usize>task.columns, depth = <usize>task.depth;
  const blocks = (rows + 7) >> 3, panels = (columns + 7) >> 3, padded = paddedDepth(task);
  const rowStride = <usize>task.aRowStride << 2, depthStride = <usize>task.aDepthStride << 2;
  const packedRows = task.scratch + <usize>thread * matMulScratchSize(depth);
  const blockSize = padded << 4, tile = packedRows + blockSize * 2;
  const total = blocks * <usize>task.batches;
  const end = shareStart(total, thread + 1, threads, 1);
  for (let index = shareStart(total, thread, threads, 1); index < end; index++) {
    const batch = index / blocks, row = (index % blocks) << 3;
    const height = min<usize>(8, rows - row);
    if (height < 8 || padded > depth) memory.fill(packedRows, 0, blockSize * 2);
    let from = task.a + (batch * <usize>task.aBatchStride << 2) + row * rowStride;
    for (let k: usize = 0; k < depth; k++, from += depthStride) {
      for (let q: usize = 0; q < height; q++) {
        const to = packedRows + (q >> 2) * blockSize + (k << 4) + ((q & 3) << 2);
        store<f32>(to, load<f32>(from + q * rowStride));
      }
    }
    for (let panel: usize = 0; panel < panels; panel++) {
      const columnsOfB = task.packed + (batch * panels + panel) * (padded << 5);
      if (height > 4) productsBelow(packedRows, blockSize, columnsOfB, tile);
      else product(packedRows, packedRows + blockSize, columnsOfB, tile);
      storeTile(task, batch, row, height, panel << 3, tile);
    }
  }
}

function storeTile(
  task: MatMulTask,
  batch: usize,
  row: usize,
  height: usize,
  column: usize,
  tile: usize,
): void {
  const columns = <usize>task.columns, width = min<usize>(8, columns - column);
  for (let q: usize = 0; q < height; q++) {
    const to = task.output + (((batch * <usize>task.rows + row + q) * columns + column) << 2);
    const from = tile + (q << 5);
    for (let r: usize = 0; r < width; r++) {
      const bias = task.bias ? load<f32>(task.bias + ((column + r) << 2)) : 0;
      store<f32>(to + (r << 2), load<f32>(from + (r << 2)) + bias);
    }
  }
}
