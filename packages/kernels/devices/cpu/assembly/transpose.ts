// Two neighbouring runs of axes change places: [outer][rows][columns][inner] to [outer][columns][rows][inner].

import { shareStart, transpose4x4 } from "./vector";

@unmanaged
export class TransposeTask {
  outer: u32;
  rows: u32;
  columns: u32;
  inner: u32;
  input: usize;
  output: usize;
}

export function transpose(task: TransposeTask, thread: u32, threads: u32): void {
  const rows = <usize>task.rows, columns = <usize>task.columns, inner = <usize>task.inner;
  // Blocks of four rows of the input.
  const blocks = (rows + 3) >> 2, total = <usize>task.outer * blocks;
  const end = shareStart(total, thread + 1, threads, 1);
  for (let item = shareStart(total, thread, threads, 1); item < end; item++) {
    const matrix = (item / blocks) * rows * columns * inner << 2, first = item % blocks << 2;
    const from = task.input + matrix, to = task.output + matrix;
    const count = min<usize>(4, rows - first);
    if (inner > 1) {
      for (let row = first; row < first + count; row++) {
        for (let column: usize = 0; column < columns; column++) {
          memory.copy(
            to + ((column * rows + row) * inner << 2),
            from + ((row * columns + column) * inner << 2),
            inner << 2,
          );
        }
      }
      continue;
    }
    transposeRows(from, to, rows, columns, first, count);
  }
}

function transposeRows(
  from: usize,
  to: usize,
  rows: usize,
  columns: usize,
  first: usize,
  count: usize,
): void {
  const rowSize = columns << 2, columnSize = rows << 2;
  let column: usize = 0;
  if (count == 4) {
    const source = from + first * rowSize, target = to + (first << 2);
    for (; column + 4 <= columns; column += 4) {
      const at = source + (column << 2), put = target + column * columnSize;
      transpose4x4(
        v128.load(at),
        v128.load(at + rowSize),
        v128.load(at + rowSize * 2),
        v128.load(at + rowSize * 3),
        put,
        put + columnSize,
        put + columnSize * 2,
        put + columnSize * 3,
      );
    }
  }
  for (; column < columns; column++) {
    for (let row = first; row < first + count; row++) {
      store<f32>(to + column * columnSize + (row << 2), load<f32>(from + row * rowSize + (column << 2)));
    }
  }
}
