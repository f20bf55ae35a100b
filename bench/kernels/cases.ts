/**
 * The layers that are measured, and how many multiply-adds one of them takes.
 *
 * @module
 */

/** One measurement: a classifier of embedding, layer and dense, on batches of random ids. */
export interface Case {
  layer: "lstm" | "gru" | "rnn" | "lstm2" | "bilstm";
  batch: number;
  steps: number;
  embeddingSize: number;
  hiddenSize: number;
  vocabSize: number;
}

/** The sizes of the study. */
const STUDY = { batch: 64, embeddingSize: 32, hiddenSize: 64, vocabSize: 30_000 };

/** Every layer at the study's sizes, at two lengths. */
export const LAYER_CASES: readonly Case[] = (["lstm", "gru", "rnn", "lstm2", "bilstm"] as const)
  .flatMap((layer) => [256, 493].map((steps) => ({ ...STUDY, layer, steps })));

/** The LSTM as sizes grow. */
export const SCALING_CASES: readonly Case[] = [
  ...[32, 128, 256, 512].map((hiddenSize) => ({ ...STUDY, hiddenSize })),
  ...[8, 32, 128].map((batch) => ({ ...STUDY, batch })),
].map((sizes) => ({ ...sizes, layer: "lstm" as const, steps: 128 }));

/** Floating-point operations of the layer's matrix products in one training step (two a multiply-add). */
export function trainingFlops(c: Case): number {
  const gates = { lstm: 4, gru: 3, rnn: 1, lstm2: 4, bilstm: 4 }[c.layer];
  const h = c.hiddenSize, first = gates * h * (c.embeddingSize + h);
  const weights = { lstm2: first + gates * h * 2 * h, bilstm: 2 * first }[c.layer as "lstm2"] ??
    first;
  return 3 * 2 * c.batch * c.steps * weights;
}

/** A name for tables. */
export function caseName(c: Case): string {
  const layer = {
    lstm: "LSTM",
    gru: "GRU",
    rnn: "RNN",
    lstm2: "LSTM, two layers",
    bilstm: "LSTM, bidirectional",
  }[c.layer];
  return `${layer}, ${c.steps} steps, hidden ${c.hiddenSize}, batch ${c.batch}`;
}
