/**
 * The layers that are measured, and how many multiply-adds one of them takes.
 *
 * @module
 */

/** What is measured. */
export const LAYERS = ["lstm", "gru", "rnn", "lstm2", "bilstm", "cnn", "bow"] as const;

/** One of {@linkcode LAYERS}. */
export type Layer = typeof LAYERS[number];

/** One measurement: a classifier of embedding, layer and dense, on batches of random ids. */
export interface Case {
  layer: Layer;
  batch: number;
  steps: number;
  embeddingSize: number;
  hiddenSize: number;
  vocabSize: number;
}

/** The sizes of the study. */
const STUDY = { batch: 64, embeddingSize: 32, hiddenSize: 64, vocabSize: 30_000 };

/** Every layer at the study's sizes, at two lengths, and the LSTM with more units. */
export const LAYER_CASES: readonly Case[] = [
  ...LAYERS.flatMap((layer) => [256, 493].map((steps) => ({ ...STUDY, layer, steps }))),
  ...[128, 256].map((hiddenSize) => ({
    ...STUDY,
    layer: "lstm" as const,
    steps: 256,
    hiddenSize,
  })),
];

/** Every layer at the study's sizes, at the greater length, where tensors are largest. */
export const MEMORY_CASES: readonly Case[] = LAYERS
  .map((layer) => ({ ...STUDY, layer, steps: 493 }));

/** One layer from which one size departs at a time. */
export function scalingBase(layer: Layer): Case {
  return { ...STUDY, layer, steps: 128 };
}

/** A layer as sizes grow, one at a time. */
export function scalingCases(layer: Layer): Case[] {
  const base = scalingBase(layer);
  return [
    ...[1, 8, 32, 128, 256].map((batch) => ({ ...base, batch })),
    ...[32, 128, 256, 512].map((hiddenSize) => ({ ...base, hiddenSize })),
    ...[64, 256, 493, 1024].map((steps) => ({ ...base, steps })),
  ];
}

/**
 * Floating-point operations of the layer's matrix products in one training step (two a multiply-add), with
 * dense gradients: the convolutions' are sparse here, which makes their rate look greater than it is.
 */
export function trainingFlops(c: Case): number {
  const { embeddingSize: e, hiddenSize: h } = c;
  const lstm = 4 * h * (e + h);
  const forward = {
    lstm,
    gru: 3 * h * (e + h),
    rnn: h * (e + h),
    lstm2: lstm + 4 * h * 2 * h,
    bilstm: 2 * lstm,
    cnn: 5 * (e * h + h * h),
    bow: 0,
  }[c.layer];
  return 3 * 2 * c.batch * c.steps * forward;
}

/** A name for tables. */
export function caseName(c: Case): string {
  const layer = {
    lstm: "LSTM",
    gru: "GRU",
    rnn: "RNN",
    lstm2: "LSTM, two layers",
    bilstm: "LSTM, bidirectional",
    cnn: "CNN, two convolutions of width 5",
    bow: "bag of words",
  }[c.layer];
  return `${layer}, ${c.steps} steps, hidden ${c.hiddenSize}, batch ${c.batch}`;
}
