// Adam (Kingma and Ba 2015, algorithm 1) on all parameters in one call:
//
//     m = m + (1 - beta1) (g - m)                v = beta2 v + (1 - beta2) g^2
//     p = p - stepSize m / (sqrt(v) / secondScale + epsilon)
//
// where gradients and moments that are too small to change a step count as 0 (see AdamTask.negligible),
// with stepSize = learningRate / (1 - beta1^t), secondScale = sqrt(1 - beta2^t), as PyTorch computes it.

import { dropBelow, shareStart } from "./vector";

@unmanaged
export class AdamTask {
  /** [count] of AdamParameter. */
  parameters: usize;
  count: u32;
  oneMinusBeta1: f32;
  beta2: f32;
  oneMinusBeta2: f32;
  stepSize: f32;
  inverseSecondScale: f32;
  epsilon: f32;
  /** Each step takes p * weightDecay off p before the update (AdamW); 0 for Adam. */
  weightDecay: f32;
  /**
   * Gradients and first moments below this, and second moments below its square, count as 0: epsilon times
   * 2^-31, which moves a parameter by less than the step size times 2^-31. Rare tokens' moments would
   * otherwise decay into denormal numbers, at some 150 cycles for each operation on an Intel processor.
   */
  negligible: f32;
}

@unmanaged
export class AdamParameter {
  values: usize;
  gradient: usize;
  first: usize;
  second: usize;
  size: u32;
}

export function adamStep(task: AdamTask, thread: u32, threads: u32): void {
  for (let index: usize = 0; index < <usize>task.count; index++) {
    const parameter = changetype<AdamParameter>(
      task.parameters + index * offsetof<AdamParameter>(),
    );
    const size = <usize>parameter.size;
    updateRange(
      task,
      parameter,
      shareStart(size, thread, threads, 16),
      shareStart(size, thread + 1, threads, 16),
    );
  }
}

function updateRange(task: AdamTask, parameter: AdamParameter, start: usize, end: usize): void {
  const oneMinusBeta1 = f32x4.splat(task.oneMinusBeta1);
  const beta2 = f32x4.splat(task.beta2);
  const oneMinusBeta2 = f32x4.splat(task.oneMinusBeta2);
  const stepSize = f32x4.splat(task.stepSize);
  const inverseSecondScale = f32x4.splat(task.inverseSecondScale);
  const epsilon = f32x4.splat(task.epsilon);
  const keep = f32x4.splat(1 - task.weightDecay);
  const negligible = f32x4.splat(task.negligible);
  const negligibleSecond = f32x4.mul(negligible, negligible);
  const values = parameter.values, gradient = parameter.gradient;
  const first = parameter.first, second = parameter.second;
  // Fused multiply-adds would save little here (memory is the limit) and would part the two builds.
  const whole = start + ((end - start) & ~3);
  for (let at = start << 2; at < whole << 2; at += 16) {
    const g = dropBelow(negligible, v128.load(gradient + at));
    let m = v128.load(first + at), v = v128.load(second + at);
    m = f32x4.add(m, f32x4.mul(oneMinusBeta1, f32x4.sub(g, m)));
    v = f32x4.add(f32x4.mul(beta2, v), f32x4.mul(oneMinusBeta2, f32x4.mul(g, g)));
    m = dropBelow(negligible, m);
    v = dropBelow(negligibleSecond, v);
    v128.store(first + at, m);
    v128.store(second + at, v);
    const denominator = f32x4.add(f32x4.mul(f32x4.sqrt(v), inverseSecondScale), epsilon);
    const p = f32x4.mul(v128.load(values + at), keep);
    v128.store(values + at, f32x4.sub(p, f32x4.div(f32x4.mul(stepSize, m), denominator)));
  }
  for (let at = whole << 2; at < end << 2; at += 4) {
    let g = load<f32>(gradient + at);
    if (abs(g) < task.negligible) g = 0;
    let m = load<f32>(first + at), v = load<f32>(second + at);
    m = m + task.oneMinusBeta1 * (g - m);
    v = task.beta2 * v + task.oneMinusBeta2 * (g * g);
    if (abs(m) < task.negligible) m = 0;
    if (v < task.negligible * task.negligible) v = 0;
    store<f32>(first + at, m);
    store<f32>(second + at, v);
    const denominator = sqrt<f32>(v) * task.inverseSecondScale + task.epsilon;
    const p = load<f32>(values + at) * (1 - task.weightDecay);
    store<f32>(values + at, p - task.stepSize * m / denominator);
  }
}
