// sigmoid and tanh on vectors. Their constants lie in a table at a fixed address: V8 drops the bounds check
// of such a load, while a splat constant inside a loop would be rebuilt at every use.

import { multiplyAdd } from "./vector";

/** Each constant four times, 16 bytes; the byte offsets follow. */
const CONSTANTS: usize = memory.data<f32>([
  87.0,
  87.0,
  87.0,
  87.0,
  -87.0,
  -87.0,
  -87.0,
  -87.0,
  -1.4426950216293335,
  -1.4426950216293335,
  -1.4426950216293335,
  -1.4426950216293335,
  12582912.0,
  12582912.0,
  12582912.0,
  12582912.0,
  1.0,
  1.0,
  1.0,
  1.0,
  1.0000001192092896,
  1.0000001192092896,
  1.0000001192092896,
  1.0000001192092896,
  0.6931469440460205,
  0.6931469440460205,
  0.6931469440460205,
  0.6931469440460205,
  0.24022120237350464,
  0.24022120237350464,
  0.24022120237350464,
  0.24022120237350464,
  0.05550713092088699,
  0.05550713092088699,
  0.05550713092088699,
  0.05550713092088699,
  0.009675540961325169,
  0.009675540961325169,
  0.009675540961325169,
  0.009675540961325169,
  0.001327647129073739,
  0.001327647129073739,
  0.001327647129073739,
  0.001327647129073739,
  7.90531110763549805,
  7.90531110763549805,
  7.90531110763549805,
  7.90531110763549805,
  -7.90531110763549805,
  -7.90531110763549805,
  -7.90531110763549805,
  -7.90531110763549805,
  4.89352455891786e-3,
  4.89352455891786e-3,
  4.89352455891786e-3,
  4.89352455891786e-3,
  6.37261928875436e-4,
  6.37261928875436e-4,
  6.37261928875436e-4,
  6.37261928875436e-4,
  1.48572235717979e-5,
  1.48572235717979e-5,
  1.48572235717979e-5,
  1.48572235717979e-5,
  5.12229709037114e-8,
  5.12229709037114e-8,
  5.12229709037114e-8,
  5.12229709037114e-8,
  -8.60467152213735e-11,
  -8.60467152213735e-11,
  -8.60467152213735e-11,
  -8.60467152213735e-11,
  2.00018790482477e-13,
  2.00018790482477e-13,
  2.00018790482477e-13,
  2.00018790482477e-13,
  -2.76076847742355e-16,
  -2.76076847742355e-16,
  -2.76076847742355e-16,
  -2.76076847742355e-16,
  4.89352518554385e-3,
  4.89352518554385e-3,
  4.89352518554385e-3,
  4.89352518554385e-3,
  2.26843463243900e-3,
  2.26843463243900e-3,
  2.26843463243900e-3,
  2.26843463243900e-3,
  1.18534705686654e-4,
  1.18534705686654e-4,
  1.18534705686654e-4,
  1.18534705686654e-4,
  1.19825839466702e-6,
  1.19825839466702e-6,
  1.19825839466702e-6,
  1.19825839466702e-6,
], 16);

const EXPONENT_MAXIMUM = 0;
const EXPONENT_MINIMUM = 16;
const NEGATIVE_LOG2_E = 32;
const ROUND_TO_INTEGER = 48; // 1.5 * 2^23: adding it leaves the nearest integer in the low bits
const ONE = 64;
const EXP2_0 = 80; // 2^f on [-0.5, 0.5]: minimax polynomial of degree 5, relative error 7.5e-8
const EXP2_1 = 96;
const EXP2_2 = 112;
const EXP2_3 = 128;
const EXP2_4 = 144;
const EXP2_5 = 160;
const TANH_MAXIMUM = 176; // beyond it, tanh is 1 in f32
const TANH_MINIMUM = 192;
const TANH_1 = 208; // numerator and denominator of the rational approximation that Eigen and XLA use
const TANH_3 = 224;
const TANH_5 = 240;
const TANH_7 = 256;
const TANH_9 = 272;
const TANH_11 = 288;
const TANH_13 = 304;
const TANH_DENOMINATOR_0 = 320;
const TANH_DENOMINATOR_2 = 336;
const TANH_DENOMINATOR_4 = 352;
const TANH_DENOMINATOR_6 = 368;

/** `1 / (1 + exp(-x))`; pmin and pmax, in this order of operands, let NaN through. */
@inline
export function sigmoid(x: v128): v128 {
  x = f32x4.pmin(x, v128.load(CONSTANTS, EXPONENT_MAXIMUM));
  x = f32x4.pmax(x, v128.load(CONSTANTS, EXPONENT_MINIMUM));
  const scale = v128.load(CONSTANTS, NEGATIVE_LOG2_E);
  const magic = v128.load(CONSTANTS, ROUND_TO_INTEGER);
  const integer = multiplyAdd(x, scale, magic);
  const fraction = multiplyAdd(x, scale, f32x4.sub(magic, integer));
  // Estrin's scheme: a shorter chain than Horner's, so that more of them run at once.
  const square = f32x4.mul(fraction, fraction);
  const high = multiplyAdd(v128.load(CONSTANTS, EXP2_5), fraction, v128.load(CONSTANTS, EXP2_4));
  const middle = multiplyAdd(v128.load(CONSTANTS, EXP2_3), fraction, v128.load(CONSTANTS, EXP2_2));
  const low = multiplyAdd(v128.load(CONSTANTS, EXP2_1), fraction, v128.load(CONSTANTS, EXP2_0));
  let power = multiplyAdd(multiplyAdd(high, square, middle), square, low);
  power = i32x4.add(power, i32x4.shl(integer, 23));
  const one = v128.load(CONSTANTS, ONE);
  return f32x4.div(one, f32x4.add(one, power));
}

@inline
export function tanh(x: v128): v128 {
  x = f32x4.pmin(x, v128.load(CONSTANTS, TANH_MAXIMUM));
  x = f32x4.pmax(x, v128.load(CONSTANTS, TANH_MINIMUM));
  const square = f32x4.mul(x, x);
  let numerator = multiplyAdd(
    v128.load(CONSTANTS, TANH_13),
    square,
    v128.load(CONSTANTS, TANH_11),
  );
  numerator = multiplyAdd(numerator, square, v128.load(CONSTANTS, TANH_9));
  numerator = multiplyAdd(numerator, square, v128.load(CONSTANTS, TANH_7));
  numerator = multiplyAdd(numerator, square, v128.load(CONSTANTS, TANH_5));
  numerator = multiplyAdd(numerator, square, v128.load(CONSTANTS, TANH_3));
  numerator = multiplyAdd(numerator, square, v128.load(CONSTANTS, TANH_1));
  let denominator = multiplyAdd(
    v128.load(CONSTANTS, TANH_DENOMINATOR_6),
    square,
    v128.load(CONSTANTS, TANH_DENOMINATOR_4),
  );
  denominator = multiplyAdd(denominator, square, v128.load(CONSTANTS, TANH_DENOMINATOR_2));
  denominator = multiplyAdd(denominator, square, v128.load(CONSTANTS, TANH_DENOMINATOR_0));
  return f32x4.div(f32x4.mul(x, numerator), denominator);
}
