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
// largest value. Layouts, with a row for each group of m outputs, ROWS of which are computed at a time:
//
//     V    [8 points][ROWS][channels]             A of the product, row by row
//     U    [8 points][filters / 8][channels][8]   B of the product
//     M    [8 points][filters / 8][ROWS][8]       C of the product
//
// Transforms are over neighbouring pairs of vectors, which V8 can join (see products.ts): names end in L for the
// lower one and in H for the higher. So channels and filters are made multiples of eight.

import { ConvolutionLayer, rowSizeOf } from "./convolution";
import { rowProducts, rowProductsAside, rowsInTiles } from "./products";
import { multiplyAdd, negatedMultiplyAdd } from "./vector";

const POINTS: usize = 8;
/** Rows of V that stay in the first-level cache with M: whole tiles of six and of four. */
const ROWS: usize = 12;

/** Bytes of scratch that a thread needs: V and M. */
export function fastConvolutionScratchSize(channels: usize, filters: usize): usize {
  return POINTS * ROWS * (rowSizeOf(channels) + rowSizeOf(filters));
}

/** The taps of eight filters, packed in convolution.ts, evaluated at the points. */
export function packTransformed(layer: ConvolutionLayer, panel: usize): void {
  const panelSize = rowSizeOf(<usize>layer.channels) << 3, width = <usize>layer.width;
  const step = rowSizeOf(<usize>layer.filters) * panelSize >> 5;
  const taps = layer.packed + panel * (width * panelSize);
  const last = taps + (width - 1) * panelSize, u = layer.transformed + panel * panelSize;
  memory.copy(u, taps, panelSize);
  memory.copy(u + step * 7, last, panelSize);
  for (let at: usize = 0; at < panelSize; at += 8) {
    const from = taps + at;
    let to = u + at + step;
    storePair(to, f64x2.mul(evaluate(from, width, panelSize, 1), f64x2.splat(-2.0 / 9)));
    to += step;
    storePair(to, f64x2.mul(evaluate(from, width, panelSize, -1), f64x2.splat(-2.0 / 9)));
    to += step;
    storePair(to, f64x2.div(evaluate(from, width, panelSize, 2), f64x2.splat(90)));
    to += step;
    storePair(to, f64x2.div(evaluate(from, width, panelSize, -2), f64x2.splat(90)));
    to += step;
    storePair(to, f64x2.mul(evaluate(from, width, panelSize, 0.5), f64x2.splat(32.0 / 45)));
    to += step;
    storePair(to, f64x2.mul(evaluate(from, width, panelSize, -0.5), f64x2.splat(32.0 / 45)));
  }
}

/** Two filters' taps as polynomials, in float64. */
@inline
function evaluate(taps: usize, width: usize, stride: usize, point: f64): v128 {
  let sum = f64x2.splat(0), power: f64 = 1;
  for (let tap: usize = 0; tap < width; tap++, taps += stride) {
    const pair = f64x2.promote_low_f32x4(v128.load64_zero(taps));
    sum = f64x2.add(sum, f64x2.mul(f64x2.splat(power), pair));
    power *= point;
  }
  return sum;
}

@inline
function storePair(to: usize, pair: v128): void {
  v128.store_lane<i64>(to, f32x4.demote_f64x2_zero(pair), 0);
}

/** One layer on one row, as `convolve` in convolution.ts. */
export function fastConvolve(
  layer: ConvolutionLayer,
  windows: usize,
  outputs: usize,
  length: usize,
  work: usize,
): void {
  const rowSize = rowSizeOf(<usize>layer.channels), outputSize = rowSizeOf(<usize>layer.filters);
  const panels = outputSize >> 5, m = 9 - <usize>layer.width, products = work + POINTS * ROWS * rowSize;
  for (let start: usize = 0; start < length; start += ROWS * m) {
    const rows = min(ROWS, (length - start + m - 1) / m), rowsOfTiles = rowsInTiles(rows);
    for (let row: usize = 0; row < rowsOfTiles; row++) {
      const from = windows + (start + row * m) * rowSize;
      transformInput(from, rowSize, work + row * rowSize);
    }
    for (let point: usize = 0; point < POINTS; point++) {
      const v = work + point * ROWS * rowSize;
      for (let panel: usize = 0; panel < panels; panel += 2) {
        const index = point * panels + panel, u = layer.transformed + index * (rowSize << 3);
        const to = products + index * (ROWS << 5);
        if (panel + 1 < panels) {
          const right = u + (rowSize << 3);
          rowProductsAside(v, rowsOfTiles, rowSize, u, right, to, to + (ROWS << 5));
        } else rowProducts(v, rowsOfTiles, rowSize, u, to);
      }
    }
    for (let row: usize = 0; row < rows; row++) {
      const to = outputs + (start + row * m) * outputSize;
      transformOutputs(products + (row << 5), layer, to, outputSize, m);
    }
  }
}

/** Factors of the input's transform, 4 bytes each; see activations.ts for why they lie in memory. */
const FACTORS: usize = memory.data<f32>([5.25, 4.25, 0.25, 1.25, 2.5, 0.5, 2, 4, 5], 16);

/** All channels of eight inputs, evaluated at the points: a row of V. */
function transformInput(from: usize, rowSize: usize, to: usize): void {
  const pointSize = ROWS * rowSize;
  for (const end = from + rowSize; from < end; from += 32, to += 32) {
    let at = from, point = to;
    const d0L = v128.load(at);
    const d0H = v128.load(at, 16);
    at += rowSize;
    const d1L = v128.load(at);
    const d1H = v128.load(at, 16);
    at += rowSize;
    const d2L = v128.load(at);
    const d2H = v128.load(at, 16);
    at += rowSize;
    const d3L = v128.load(at);
    const d3H = v128.load(at, 16);
    at += rowSize;
    const d4L = v128.load(at);
    const d4H = v128.load(at, 16);
    at += rowSize;
    const d5L = v128.load(at);
    const d5H = v128.load(at, 16);
    at += rowSize;
    const d6L = v128.load(at);
    const d6H = v128.load(at, 16);
    at += rowSize;
    const d7L = v128.load(at);
    const d7H = v128.load(at, 16);
    let factor = v128.load32_splat(FACTORS);
    v128.store(point, multiplyAdd(factor, f32x4.sub(d4L, d2L), f32x4.sub(d0L, d6L)));
    v128.store(point, multiplyAdd(factor, f32x4.sub(d4H, d2H), f32x4.sub(d0H, d6H)), 16);
    const lastL = multiplyAdd(factor, f32x4.sub(d3L, d5L), f32x4.sub(d7L, d1L));
    const lastH = multiplyAdd(factor, f32x4.sub(d3H, d5H), f32x4.sub(d7H, d1H));
    factor = v128.load32_splat(FACTORS, 4);
    let evenL = negatedMultiplyAdd(factor, d4L, f32x4.add(d2L, d6L));
    let evenH = negatedMultiplyAdd(factor, d4H, f32x4.add(d2H, d6H));
    let oddL = negatedMultiplyAdd(factor, d3L, f32x4.add(d1L, d5L));
    let oddH = negatedMultiplyAdd(factor, d3H, f32x4.add(d1H, d5H));
    point += pointSize;
    v128.store(point, f32x4.add(evenL, oddL));
    v128.store(point, f32x4.add(evenH, oddH), 16);
    point += pointSize;
    v128.store(point, f32x4.sub(evenL, oddL));
    v128.store(point, f32x4.sub(evenH, oddH), 16);
    const quarter = v128.load32_splat(FACTORS, 8), half = v128.load32_splat(FACTORS, 20);
    const two = v128.load32_splat(FACTORS, 24), middle = v128.load32_splat(FACTORS, 16);
    factor = v128.load32_splat(FACTORS, 12);
    evenL = multiplyAdd(quarter, d2L, negatedMultiplyAdd(factor, d4L, d6L));
    evenH = multiplyAdd(quarter, d2H, negatedMultiplyAdd(factor, d4H, d6H));
    oddL = multiplyAdd(half, d1L, negatedMultiplyAdd(middle, d3L, f32x4.mul(two, d5L)));
    oddH = multiplyAdd(half, d1H, negatedMultiplyAdd(middle, d3H, f32x4.mul(two, d5H)));
    point += pointSize;
    v128.store(point, f32x4.add(evenL, oddL));
    v128.store(point, f32x4.add(evenH, oddH), 16);
    point += pointSize;
    v128.store(point, f32x4.sub(evenL, oddL));
    v128.store(point, f32x4.sub(evenH, oddH), 16);
    const four = v128.load32_splat(FACTORS, 28), five = v128.load32_splat(FACTORS, 32);
    evenL = multiplyAdd(four, d2L, negatedMultiplyAdd(five, d4L, d6L));
    evenH = multiplyAdd(four, d2H, negatedMultiplyAdd(five, d4H, d6H));
    oddL = multiplyAdd(two, d1L, negatedMultiplyAdd(middle, d3L, f32x4.mul(half, d5L)));
    oddH = multiplyAdd(two, d1H, negatedMultiplyAdd(middle, d3H, f32x4.mul(half, d5H)));
    point += pointSize;
    v128.store(point, f32x4.add(evenL, oddL));
    v128.store(point, f32x4.add(evenH, oddH), 16);
    point += pointSize;
    v128.store(point, f32x4.sub(evenL, oddL));
    v128.store(point, f32x4.sub(evenH, oddH), 16);
    point += pointSize;
    v128.store(point, lastL);
    v128.store(point, lastH, 16);
  }
}

/** The m outputs of one row for all filters, with bias and ReLU: pmax(y, 0) is `y < 0 ? 0 : y`. */
function transformOutputs(
  products: usize,
  layer: ConvolutionLayer,
  to: usize,
  outputSize: usize,
  m: usize,
): void {
  const pointSize = ROWS * outputSize, zero = f32x4.splat(0);
  let bias = layer.packedBias;
  for (const end = to + outputSize; to < end; to += 32, bias += 32, products += ROWS << 5) {
    let at = products + pointSize;
    const plus1L = v128.load(at);
    const plus1H = v128.load(at, 16);
    at += pointSize;
    const minus1L = v128.load(at);
    const minus1H = v128.load(at, 16);
    at += pointSize;
    const plus2L = v128.load(at);
    const plus2H = v128.load(at, 16);
    at += pointSize;
    const minus2L = v128.load(at);
    const minus2H = v128.load(at, 16);
    at += pointSize;
    const plusHalfL = v128.load(at);
    const plusHalfH = v128.load(at, 16);
    at += pointSize;
    const minusHalfL = v128.load(at);
    const minusHalfH = v128.load(at, 16);
    at += pointSize;
    const biasL = v128.load(bias);
    const biasH = v128.load(bias, 16);
    const even1L = f32x4.add(f32x4.add(plus1L, minus1L), biasL);
    const odd1L = f32x4.add(f32x4.sub(plus1L, minus1L), biasL);
    const even1H = f32x4.add(f32x4.add(plus1H, minus1H), biasH);
    const odd1H = f32x4.add(f32x4.sub(plus1H, minus1H), biasH);
    const even2L = f32x4.add(plus2L, minus2L), odd2L = f32x4.sub(plus2L, minus2L);
    const even2H = f32x4.add(plus2H, minus2H), odd2H = f32x4.sub(plus2H, minus2H);
    const evenHalfL = f32x4.add(plusHalfL, minusHalfL), oddHalfL = f32x4.sub(plusHalfL, minusHalfL);
    const evenHalfH = f32x4.add(plusHalfH, minusHalfH), oddHalfH = f32x4.sub(plusHalfH, minusHalfH);
    let yL = f32x4.add(f32x4.add(f32x4.add(even2L, even1L), evenHalfL), v128.load(products));
    let yH = f32x4.add(f32x4.add(f32x4.add(even2H, even1H), evenHalfH), v128.load(products, 16));
    let target = to;
    v128.store(target, f32x4.pmax(yL, zero));
    v128.store(target, f32x4.pmax(yH, zero), 16);
    let power: f32 = 2;
    for (let j: usize = 1; j < m; j++, power *= 2) {
      const grow = f32x4.splat(power), shrink = f32x4.splat(1 / power);
      if (j & 1) {
        yL = multiplyAdd(shrink, oddHalfL, multiplyAdd(grow, odd2L, odd1L));
        yH = multiplyAdd(shrink, oddHalfH, multiplyAdd(grow, odd2H, odd1H));
      } else {
        yL = multiplyAdd(shrink, evenHalfL, multiplyAdd(grow, even2L, even1L));
        yH = multiplyAdd(shrink, evenHalfH, multiplyAdd(grow, even2H, even1H));
      }
      if (j == m - 1) {
        yL = f32x4.add(yL, v128.load(at));
        yH = f32x4.add(yH, v128.load(at, 16));
      }
      target += outputSize;
      v128.store(target, f32x4.pmax(yL, zero));
      v128.store(target, f32x4.pmax(yH, zero), 16);
    }
  }
}
