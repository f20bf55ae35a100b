// sigmoid and tanh on vectors. Their constants lie in a table at a fixed address: V8 drops the bounds check
// of such a load, while a splat constant inside a loop would be rebuilt at every use. A load that spreads one
// value over a vector is one instruction of 256 bits, too; of a whole vector it would be two.

import { multiplyAdd } from "./vector";

/** The constants, 4 bytes each; their byte offsets follow. */
const CONSTANTS: usize = memory.data<f32>([
  87.0,
  -87.0,
  -1.4426950216293335,
  12582912.0,
  1.0,
  1.0000001192092896,
  0.6931469440460205,
  0.24022120237350464,
  0.05550713092088699,
  0.009675540961325169,
  0.001327647129073739,
  7.90531110763549805,
  -7.90531110763549805,
  4.89352455891786e-3,
  6.37261928875436e-4,
  1.48572235717979e-5,
  5.12229709037114e-8,
  -8.60467152213735e-11,
  2.00018790482477e-13,
  -2.76076847742355e-16,
  4.89352518554385e-3,
  2.26843463243900e-3,
  1.18534705686654e-4,
  1.19825839466702e-6,
], 16);

const EXPONENT_MAXIMUM = 0;
const EXPONENT_MINIMUM = 4;
const NEGATIVE_LOG2_E = 8;
const ROUND_TO_INTEGER = 12; // 1.5 * 2^23: adding it leaves the nearest integer in the low bits
const ONE = 16;
const EXP2_0 = 20; // 2^f on [-0.5, 0.5]: minimax polynomial of degree 5, relative error 7.5e-8
const EXP2_1 = 24;
const EXP2_2 = 28;
const EXP2_3 = 32;
const EXP2_4 = 36;
const EXP2_5 = 40;
const TANH_MAXIMUM = 44; // beyond it, tanh is 1 in f32
const TANH_MINIMUM = 48;
const TANH_1 = 52; // numerator and denominator of the rational approximation that Eigen and XLA use
const TANH_3 = 56;
const TANH_5 = 60;
const TANH_7 = 64;
const TANH_9 = 68;
const TANH_11 = 72;
const TANH_13 = 76;
const TANH_DENOMINATOR_0 = 80;
const TANH_DENOMINATOR_2 = 84;
const TANH_DENOMINATOR_4 = 88;
const TANH_DENOMINATOR_6 = 92;

/** `1 / (1 + exp(-x))`; pmin and pmax, in this order of operands, let NaN through. */
@inline
export function sigmoid(x: v128): v128 {
  x = f32x4.pmin(x, v128.load32_splat(CONSTANTS, EXPONENT_MAXIMUM));
  x = f32x4.pmax(x, v128.load32_splat(CONSTANTS, EXPONENT_MINIMUM));
  const scale = v128.load32_splat(CONSTANTS, NEGATIVE_LOG2_E);
  const magic = v128.load32_splat(CONSTANTS, ROUND_TO_INTEGER);
  const integer = multiplyAdd(x, scale, magic);
  const fraction = multiplyAdd(x, scale, f32x4.sub(magic, integer));
  // Estrin's scheme: a shorter chain than Horner's, so that more of them run at once.
  const square = f32x4.mul(fraction, fraction);
  const high = multiplyAdd(v128.load32_splat(CONSTANTS, EXP2_5), fraction, v128.load32_splat(CONSTANTS, EXP2_4));
  const middle = multiplyAdd(v128.load32_splat(CONSTANTS, EXP2_3), fraction, v128.load32_splat(CONSTANTS, EXP2_2));
  const low = multiplyAdd(v128.load32_splat(CONSTANTS, EXP2_1), fraction, v128.load32_splat(CONSTANTS, EXP2_0));
  let power = multiplyAdd(multiplyAdd(high, square, middle), square, low);
  power = i32x4.add(power, i32x4.shl(integer, 23));
  const one = v128.load32_splat(CONSTANTS, ONE);
  return f32x4.div(one, f32x4.add(one, power));
}

@inline
export function tanh(x: v128): v128 {
  x = f32x4.pmin(x, v128.load32_splat(CONSTANTS, TANH_MAXIMUM));
  x = f32x4.pmax(x, v128.load32_splat(CONSTANTS, TANH_MINIMUM));
  const square = f32x4.mul(x, x);
  let numerator = multiplyAdd(
    v128.load32_splat(CONSTANTS, TANH_13),
    square,
    v128.load32_splat(CONSTANTS, TANH_11),
  );
  numerator = multiplyAdd(numerator, square, v128.load32_splat(CONSTANTS, TANH_9));
  numerator = multiplyAdd(numerator, square, v128.load32_splat(CONSTANTS, TANH_7));
  numerator = multiplyAdd(numerator, square, v128.load32_splat(CONSTANTS, TANH_5));
  numerator = multiplyAdd(numerator, square, v128.load32_splat(CONSTANTS, TANH_3));
  numerator = multiplyAdd(numerator, square, v128.load32_splat(CONSTANTS, TANH_1));
  let denominator = multiplyAdd(
    v128.load32_splat(CONSTANTS, TANH_DENOMINATOR_6),
    square,
    v128.load32_splat(CONSTANTS, TANH_DENOMINATOR_4),
  );
  denominator = multiplyAdd(denominator, square, v128.load32_splat(CONSTANTS, TANH_DENOMINATOR_2));
  denominator = multiplyAdd(denominator, square, v128.load32_splat(CONSTANTS, TANH_DENOMINATOR_0));
  return f32x4.div(f32x4.mul(x, numerator), denominator);
}

/**
 * `to = sigmoid(from)` for two pairs of vectors, 32 bytes each, which may be one and the same. Four chains
 * run side by side: the processor does not look far enough ahead to find them one after the other.
 */
@inline
export function sigmoidPairs(from: usize, from2: usize, to: usize, to2: usize): void {
  const maximum = v128.load32_splat(CONSTANTS, EXPONENT_MAXIMUM), minimum = v128.load32_splat(CONSTANTS, EXPONENT_MINIMUM);
  let x0 = f32x4.pmax(f32x4.pmin(v128.load(from), maximum), minimum);
  let x1 = f32x4.pmax(f32x4.pmin(v128.load(from, 16), maximum), minimum);
  let x2 = f32x4.pmax(f32x4.pmin(v128.load(from2), maximum), minimum);
  let x3 = f32x4.pmax(f32x4.pmin(v128.load(from2, 16), maximum), minimum);
  const scale = v128.load32_splat(CONSTANTS, NEGATIVE_LOG2_E), magic = v128.load32_splat(CONSTANTS, ROUND_TO_INTEGER);
  const integer0 = multiplyAdd(x0, scale, magic);
  const integer1 = multiplyAdd(x1, scale, magic);
  const integer2 = multiplyAdd(x2, scale, magic);
  const integer3 = multiplyAdd(x3, scale, magic);
  x0 = multiplyAdd(x0, scale, f32x4.sub(magic, integer0));
  x1 = multiplyAdd(x1, scale, f32x4.sub(magic, integer1));
  x2 = multiplyAdd(x2, scale, f32x4.sub(magic, integer2));
  x3 = multiplyAdd(x3, scale, f32x4.sub(magic, integer3));
  const square0 = f32x4.mul(x0, x0);
  const square1 = f32x4.mul(x1, x1);
  const square2 = f32x4.mul(x2, x2);
  const square3 = f32x4.mul(x3, x3);
  const c5 = v128.load32_splat(CONSTANTS, EXP2_5), c4 = v128.load32_splat(CONSTANTS, EXP2_4);
  let power0 = multiplyAdd(c5, x0, c4);
  let power1 = multiplyAdd(c5, x1, c4);
  let power2 = multiplyAdd(c5, x2, c4);
  let power3 = multiplyAdd(c5, x3, c4);
  const c3 = v128.load32_splat(CONSTANTS, EXP2_3), c2 = v128.load32_splat(CONSTANTS, EXP2_2);
  power0 = multiplyAdd(power0, square0, multiplyAdd(c3, x0, c2));
  power1 = multiplyAdd(power1, square1, multiplyAdd(c3, x1, c2));
  power2 = multiplyAdd(power2, square2, multiplyAdd(c3, x2, c2));
  power3 = multiplyAdd(power3, square3, multiplyAdd(c3, x3, c2));
  const c1 = v128.load32_splat(CONSTANTS, EXP2_1), c0 = v128.load32_splat(CONSTANTS, EXP2_0);
  power0 = multiplyAdd(power0, square0, multiplyAdd(c1, x0, c0));
  power1 = multiplyAdd(power1, square1, multiplyAdd(c1, x1, c0));
  power2 = multiplyAdd(power2, square2, multiplyAdd(c1, x2, c0));
  power3 = multiplyAdd(power3, square3, multiplyAdd(c1, x3, c0));
  power0 = i32x4.add(power0, i32x4.shl(integer0, 23));
  power1 = i32x4.add(power1, i32x4.shl(integer1, 23));
  power2 = i32x4.add(power2, i32x4.shl(integer2, 23));
  power3 = i32x4.add(power3, i32x4.shl(integer3, 23));
  const one = v128.load32_splat(CONSTANTS, ONE);
  power0 = f32x4.div(one, f32x4.add(one, power0));
  power1 = f32x4.div(one, f32x4.add(one, power1));
  power2 = f32x4.div(one, f32x4.add(one, power2));
  power3 = f32x4.div(one, f32x4.add(one, power3));
  v128.store(to, power0);
  v128.store(to, power1, 16);
  v128.store(to2, power2);
  v128.store(to2, power3, 16);
}

/** `to = tanh(from)`, likewise. */
@inline
export function tanhPairs(from: usize, from2: usize, to: usize, to2: usize): void {
  const maximum = v128.load32_splat(CONSTANTS, TANH_MAXIMUM), minimum = v128.load32_splat(CONSTANTS, TANH_MINIMUM);
  const x0 = f32x4.pmax(f32x4.pmin(v128.load(from), maximum), minimum);
  const x1 = f32x4.pmax(f32x4.pmin(v128.load(from, 16), maximum), minimum);
  const x2 = f32x4.pmax(f32x4.pmin(v128.load(from2), maximum), minimum);
  const x3 = f32x4.pmax(f32x4.pmin(v128.load(from2, 16), maximum), minimum);
  const square0 = f32x4.mul(x0, x0);
  const square1 = f32x4.mul(x1, x1);
  const square2 = f32x4.mul(x2, x2);
  const square3 = f32x4.mul(x3, x3);
  const n13 = v128.load32_splat(CONSTANTS, TANH_13), n11 = v128.load32_splat(CONSTANTS, TANH_11);
  let top0 = multiplyAdd(n13, square0, n11);
  let top1 = multiplyAdd(n13, square1, n11);
  let top2 = multiplyAdd(n13, square2, n11);
  let top3 = multiplyAdd(n13, square3, n11);
  const n9 = v128.load32_splat(CONSTANTS, TANH_9);
  top0 = multiplyAdd(top0, square0, n9);
  top1 = multiplyAdd(top1, square1, n9);
  top2 = multiplyAdd(top2, square2, n9);
  top3 = multiplyAdd(top3, square3, n9);
  const n7 = v128.load32_splat(CONSTANTS, TANH_7);
  top0 = multiplyAdd(top0, square0, n7);
  top1 = multiplyAdd(top1, square1, n7);
  top2 = multiplyAdd(top2, square2, n7);
  top3 = multiplyAdd(top3, square3, n7);
  const n5 = v128.load32_splat(CONSTANTS, TANH_5);
  top0 = multiplyAdd(top0, square0, n5);
  top1 = multiplyAdd(top1, square1, n5);
  top2 = multiplyAdd(top2, square2, n5);
  top3 = multiplyAdd(top3, square3, n5);
  const n3 = v128.load32_splat(CONSTANTS, TANH_3);
  top0 = multiplyAdd(top0, square0, n3);
  top1 = multiplyAdd(top1, square1, n3);
  top2 = multiplyAdd(top2, square2, n3);
  top3 = multiplyAdd(top3, square3, n3);
  const n1 = v128.load32_splat(CONSTANTS, TANH_1);
  top0 = multiplyAdd(top0, square0, n1);
  top1 = multiplyAdd(top1, square1, n1);
  top2 = multiplyAdd(top2, square2, n1);
  top3 = multiplyAdd(top3, square3, n1);
  const d6 = v128.load32_splat(CONSTANTS, TANH_DENOMINATOR_6), d4 = v128.load32_splat(CONSTANTS, TANH_DENOMINATOR_4);
  let bottom0 = multiplyAdd(d6, square0, d4);
  let bottom1 = multiplyAdd(d6, square1, d4);
  let bottom2 = multiplyAdd(d6, square2, d4);
  let bottom3 = multiplyAdd(d6, square3, d4);
  const d2 = v128.load32_splat(CONSTANTS, TANH_DENOMINATOR_2);
  bottom0 = multiplyAdd(bottom0, square0, d2);
  bottom1 = multiplyAdd(bottom1, square1, d2);
  bottom2 = multiplyAdd(bottom2, square2, d2);
  bottom3 = multiplyAdd(bottom3, square3, d2);
  const d0 = v128.load32_splat(CONSTANTS, TANH_DENOMINATOR_0);
  bottom0 = multiplyAdd(bottom0, square0, d0);
  bottom1 = multiplyAdd(bottom1, square1, d0);
  bottom2 = multiplyAdd(bottom2, square2, d0);
  bottom3 = multiplyAdd(bottom3, square3, d0);
  top0 = f32x4.div(f32x4.mul(x0, top0), bottom0);
  top1 = f32x4.div(f32x4.mul(x1, top1), bottom1);
  top2 = f32x4.div(f32x4.mul(x2, top2), bottom2);
  top3 = f32x4.div(f32x4.mul(x3, top3), bottom3);
  v128.store(to, top0);
  v128.store(to, top1, 16);
  v128.store(to2, top2);
  v128.store(to2, top3, 16);
}
