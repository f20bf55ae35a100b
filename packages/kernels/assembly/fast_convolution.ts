// Convolutions over time with fewer multiplications (Toom and Cook 1963; Winograd 1980): outputs in groups of
// m = 9 - width steps, from eight inputs each, by eight products in place of m * width: for five taps 8
// in place of 20. With d the inputs and w the taps, as polynomials:
//
//     evaluate    V_p = transform of d at the eight points p = 0, 1, -1, 2, -2, 1/2, -1/2, infinity
//     multiply    M_p = sum over channels of V_p U_p,       U_p = scale_p * (w at p)
//     output      y_j = sum over p of p^j M_p,              j = 0 ... m - 1
//
// The input's transform is that of Lavin and Gray (2016) for F(6, 3), which is that of F(m, 9 - m) for all m,
// since only the points matter. Rounding errors are some ten times those of the direct way, 1e-6 of the
// largest value. Layouts, with "group" meaning four times m steps, and GROUPS of these at a time:
//
//     V    [8 points][GROUPS][channels][4]           A of the product
//     U    [8 points][filters / 8][channels][8]      B of the product
//     M    [8 points][filters / 8][GROUPS][4][8]     C of the product

import { ConvolutionLayer, roundUp, rowSizeOf } from "./convolution";
import { product, productsAside } from "./products";
import { multiplyAdd, negatedMultiplyAdd, transpose4x4 } from "./vector";

const POINTS: usize = 8;
const GROUPS: usize = 4;

/** Bytes of scratch that a thread needs: V, M, and one group's transforms before they are transposed. */
export function fastConvolutionScratchSize(channels: usize, filters: usize): usize {
  return sizeOfV(channels) + sizeOfM(filters) + POINTS * 64;
}

@inline
function sizeOfV(channels: usize): usize {
  return POINTS * GROUPS * (roundUp(channels, 4) << 4);
}

@inline
function sizeOfM(filters: usize): usize {
  return POINTS * GROUPS * (roundUp(filters, 8) << 4);
}

/** The taps of eight filters, evaluated at the points. */
export function packTransformed(layer: ConvolutionLayer, panel: usize): void {
  const channels = <usize>layer.channels, filters = <usize>layer.filters;
  const width = <usize>layer.width, panels = (filters + 7) >> 3;
  const panelSize = roundUp(channels, 4) << 5;
  for (let point: usize = 0; point < POINTS; point++) {
    memory.fill(layer.transformed + (point * panels + panel) * panelSize, 0, panelSize);
  }
  const count = min<usize>(8, filters - (panel << 3));
  for (let channel: usize = 0; channel < channels; channel++) {
    for (let q: usize = 0; q < count; q++) {
      const taps = layer.kernel + ((channel * filters + (panel << 3) + q) << 2);
      const stride = channels * filters << 2;
      const to = layer.transformed + panel * panelSize + (channel << 5) + (q << 2);
      const step = panels * panelSize, last = taps + (width - 1) * stride;
      store<f32>(to, load<f32>(taps));
      store<f32>(to + step, <f32>(evaluate(taps, width, stride, 1) * (-2.0 / 9)));
      store<f32>(to + step * 2, <f32>(evaluate(taps, width, stride, -1) * (-2.0 / 9)));
      store<f32>(to + step * 3, <f32>(evaluate(taps, width, stride, 2) / 90));
      store<f32>(to + step * 4, <f32>(evaluate(taps, width, stride, -2) / 90));
      store<f32>(to + step * 5, <f32>(evaluate(taps, width, stride, 0.5) * (32.0 / 45)));
      store<f32>(to + step * 6, <f32>(evaluate(taps, width, stride, -0.5) * (32.0 / 45)));
      store<f32>(to + step * 7, load<f32>(last));
    }
  }
}

function evaluate(taps: usize, width: usize, stride: usize, point: f64): f64 {
  let sum: f64 = 0, power: f64 = 1;
  for (let tap: usize = 0; tap < width; tap++, taps += stride) {
    sum += power * <f64>load<f32>(taps);
    power *= point;
  }
  return sum;
}

/** One layer on one row, as `convolve` in convolution.ts. */
export function fastConvolve(
  layer: ConvolutionLayer,
  windows: usize,
  outputs: usize,
  length: usize,
  work: usize,
): void {
  const channels = roundUp(<usize>layer.channels, 4), filters = <usize>layer.filters;
  const panels = (filters + 7) >> 3, m = 9 - <usize>layer.width;
  const rowSize = channels << 2, outputSize = rowSizeOf(filters);
  const v = work, products = v + sizeOfV(channels), transformed = products + sizeOfM(filters);
  const groupSize = channels << 4, panelSize = channels << 5;
  for (let start: usize = 0; start < length; start += GROUPS * 4 * m) {
    const groups = min(GROUPS, (length - start + 4 * m - 1) / (4 * m));
    for (let group: usize = 0; group < groups; group++) {
      const from = windows + (start + group * 4 * m) * rowSize;
      transformInputs(from, rowSize, m * rowSize, v + group * groupSize, transformed);
    }
    for (let point: usize = 0; point < POINTS; point++) {
      for (let panel: usize = 0; panel < panels; panel += 2) {
        const index = point * panels + panel, weights = layer.transformed + index * panelSize;
        const right = weights + panelSize, isPair = panel + 1 < panels;
        let a = v + point * GROUPS * groupSize, c = products + (index * GROUPS << 7);
        for (let group: usize = 0; group < groups; group++, a += groupSize, c += 128) {
          if (isPair) productsAside(a, a + groupSize, weights, right, c, c + (GROUPS << 7));
          else product(a, a + groupSize, weights, c);
        }
      }
    }
    const to = outputs + start * outputSize, pointSize = panels * GROUPS << 7;
    for (let i: usize = 0; i < groups * 4; i++) {
      transformOutputs(products + (i << 5), pointSize, layer, to + i * m * outputSize, m);
    }
  }
}

/** V of four consecutive outputs' groups, whose eight inputs start `shift` bytes apart. */
function transformInputs(
  from: usize,
  rowSize: usize,
  shift: usize,
  v: usize,
  transformed: usize,
): void {
  const pointSize = GROUPS * (rowSize << 2);
  for (const end = from + rowSize; from < end; from += 16, v += 64) {
    for (let q: usize = 0; q < 4; q++) {
      transformInput(from + q * shift, rowSize, transformed + (q << 4));
    }
    for (let point: usize = 0; point < POINTS; point++) {
      const rows = transformed + (point << 6), to = v + point * pointSize;
      transpose4x4(
        v128.load(rows),
        v128.load(rows, 16),
        v128.load(rows, 32),
        v128.load(rows, 48),
        to,
        to + 16,
        to + 32,
        to + 48,
      );
    }
  }
}

/** Four channels of eight inputs, evaluated at the points: 64 bytes from point to point. */
@inline
function transformInput(from: usize, rowSize: usize, to: usize): void {
  const d0 = v128.load(from), d1 = v128.load(from + rowSize);
  const d2 = v128.load(from + rowSize * 2), d3 = v128.load(from + rowSize * 3);
  from += rowSize << 2;
  const d4 = v128.load(from), d5 = v128.load(from + rowSize);
  const d6 = v128.load(from + rowSize * 2), d7 = v128.load(from + rowSize * 3);
  const c525 = f32x4.splat(5.25), c425 = f32x4.splat(4.25);
  v128.store(to, multiplyAdd(c525, f32x4.sub(d4, d2), f32x4.sub(d0, d6)));
  v128.store(to, multiplyAdd(c525, f32x4.sub(d3, d5), f32x4.sub(d7, d1)), 448);
  let even = negatedMultiplyAdd(c425, d4, f32x4.add(d2, d6));
  let odd = negatedMultiplyAdd(c425, d3, f32x4.add(d1, d5));
  v128.store(to, f32x4.add(even, odd), 64);
  v128.store(to, f32x4.sub(even, odd), 128);
  const c025 = f32x4.splat(0.25), c125 = f32x4.splat(1.25), c25 = f32x4.splat(2.5);
  const half = f32x4.splat(0.5), two = f32x4.splat(2), four = f32x4.splat(4), five = f32x4.splat(5);
  even = multiplyAdd(c025, d2, negatedMultiplyAdd(c125, d4, d6));
  odd = multiplyAdd(half, d1, negatedMultiplyAdd(c25, d3, f32x4.mul(two, d5)));
  v128.store(to, f32x4.add(even, odd), 192);
  v128.store(to, f32x4.sub(even, odd), 256);
  even = multiplyAdd(four, d2, negatedMultiplyAdd(five, d4, d6));
  odd = multiplyAdd(two, d1, negatedMultiplyAdd(c25, d3, f32x4.mul(half, d5)));
  v128.store(to, f32x4.add(even, odd), 320);
  v128.store(to, f32x4.sub(even, odd), 384);
}

/** The m outputs of one group for all filters, with bias and ReLU. */
function transformOutputs(
  products: usize,
  pointSize: usize,
  layer: ConvolutionLayer,
  to: usize,
  m: usize,
): void {
  const outputSize = rowSizeOf(<usize>layer.filters);
  const zero = f32x4.splat(0);
  let bias = layer.packedBias;
  for (let column: usize = 0; column < outputSize; column += 16, bias += 16) {
    const from = products + (column >> 5) * (GROUPS << 7) + (column & 16);
    const biases = v128.load(bias);
    const plus1 = v128.load(from + pointSize), minus1 = v128.load(from + pointSize * 2);
    const plus2 = v128.load(from + pointSize * 3), minus2 = v128.load(from + pointSize * 4);
    const plusHalf = v128.load(from + pointSize * 5), minusHalf = v128.load(from + pointSize * 6);
    const even1 = f32x4.add(plus1, minus1), odd1 = f32x4.sub(plus1, minus1);
    const even2 = f32x4.add(plus2, minus2), odd2 = f32x4.sub(plus2, minus2);
    const evenHalf = f32x4.add(plusHalf, minusHalf), oddHalf = f32x4.sub(plusHalf, minusHalf);
    let power: f32 = 1, target = to + column;
    for (let j: usize = 0; j < m; j++, target += outputSize, power *= 2) {
      const ones = j & 1 ? odd1 : even1, twos = j & 1 ? odd2 : even2;
      const halves = j & 1 ? oddHalf : evenHalf;
      let y = multiplyAdd(f32x4.splat(power), twos, f32x4.add(ones, biases));
      y = multiplyAdd(f32x4.splat(1 / power), halves, y);
      if (j == 0) y = f32x4.add(y, v128.load(from));
      if (j == m - 1) y = f32x4.add(y, v128.load(from + pointSize * 7));
      v128.store(target, f32x4.pmax(y, zero));
    }
  }
}
