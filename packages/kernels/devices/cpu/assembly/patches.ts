// What a convolution over two axes sees: for every output element its window of the input, as a row of a
// matrix, so that the convolution and its gradients are products of matrices.
//
//     input      [batch][height][width][channels]
//     patches    [batch][outputHeight][outputWidth][filterHeight][filterWidth][channels]

import { shareStart } from "./vector";

@unmanaged
export class PatchesTask {
  batch: u32;
  height: u32;
  width: u32;
  channels: u32;
  outputHeight: u32;
  outputWidth: u32;
  filterHeight: u32;
  filterWidth: u32;
  strideHeight: u32;
  strideWidth: u32;
  dilationHeight: u32;
  dilationWidth: u32;
  /** Zeros above and left of the input. */
  top: u32;
  left: u32;
  input: usize;
  patches: usize;
}

/** Bytes of one row of patches, outputWidth of them. */
@inline
function patchRowSize(task: PatchesTask): usize {
  return <usize>task.outputWidth * task.filterHeight * task.filterWidth * task.channels << 2;
}

/** The input's element that a window's element is, or 0 where it lies in the padding. */
@inline
function elementOf(
  task: PatchesTask,
  image: usize,
  row: usize,
  column: usize,
  y: usize,
  x: usize,
): usize {
  // In the padding these are negative, hence very large.
  const inputY = row * task.strideHeight + y * task.dilationHeight - task.top;
  const inputX = column * task.strideWidth + x * task.dilationWidth - task.left;
  if (inputY >= <usize>task.height || inputX >= <usize>task.width) return 0;
  return task.input + (((image * task.height + inputY) * task.width + inputX) * task.channels << 2);
}

export function gatherPatches(task: PatchesTask, thread: u32, threads: u32): void {
  const rows = <usize>task.outputHeight, total = <usize>task.batch * rows;
  const size = <usize>task.channels << 2, end = shareStart(total, thread + 1, threads, 1);
  for (let item = shareStart(total, thread, threads, 1); item < end; item++) {
    const image = item / rows, row = item % rows;
    let to = task.patches + item * patchRowSize(task);
    for (let column: usize = 0; column < <usize>task.outputWidth; column++) {
      for (let y: usize = 0; y < <usize>task.filterHeight; y++) {
        for (let x: usize = 0; x < <usize>task.filterWidth; x++, to += size) {
          const from = elementOf(task, image, row, column, y, x);
          if (from) memory.copy(to, from, size);
          else memory.fill(to, 0, size);
        }
      }
    }
  }
}

/** The reverse: every element of the input is the sum of those that are it. Images are the threads' shares. */
export function addPatches(task: PatchesTask, thread: u32, threads: u32): void {
  const rows = <usize>task.outputHeight, size = <usize>task.channels << 2;
  const imageSize = <usize>task.height * task.width * size;
  const end = shareStart(<usize>task.batch, thread + 1, threads, 1);
  for (let image = shareStart(<usize>task.batch, thread, threads, 1); image < end; image++) {
    memory.fill(task.input + image * imageSize, 0, imageSize);
    let from = task.patches + image * rows * patchRowSize(task);
    for (let row: usize = 0; row < rows; row++) {
      for (let column: usize = 0; column < <usize>task.outputWidth; column++) {
        for (let y: usize = 0; y < <usize>task.filterHeight; y++) {
          for (let x: usize = 0; x < <usize>task.filterWidth; x++, from += size) {
            const to = elementOf(task, image, row, column, y, x);
            if (to) addRow(to, from, size);
          }
        }
      }
    }
  }
}

@inline
function addRow(to: usize, from: usize, size: usize): void {
  const whole = size & ~15;
  let at: usize = 0;
  for (; at < whole; at += 16) {
    v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(from + at)));
  }
  for (; at < size; at += 4) store<f32>(to + at, load<f32>(to + at) + load<f32>(from + at));
}
