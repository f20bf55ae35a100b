// A run record for tests: small, complete and valid.
import type { EpochRow, RunRecord } from "./run_record.ts";
import { chosenEpochs } from "./epoch_rows.ts";

/** One epoch; the accuracies may be chosen. */
export function exampleEpochRow(
  epoch: number,
  testAccuracy: number,
  validationAccuracy?: number,
): EpochRow {
  return {
    epoch,
    train: { loss: 0.6 / epoch, accuracy: 0.75 },
    test: { loss: 0.5, accuracy: testAccuracy },
    ...(validationAccuracy !== undefined &&
      { validation: { loss: 0.5, accuracy: validationAccuracy } }),
    trainSeconds: 12.5,
    testSeconds: 2.25,
    trainTokens: 4000,
    tokensPerSecond: 320,
    steps: 10,
  };
}

/** A completed run of three epochs, with fields of one's own. */
export function exampleRunRecord(fields: Partial<RunRecord> = {}): RunRecord {
  const epochs = fields.epochs ?? [
    exampleEpochRow(1, 0.7, 0.72),
    exampleEpochRow(2, 0.81, 0.8),
    exampleEpochRow(3, 0.79, 0.82),
  ];
  return {
    version: 2,
    id: "lstm-1",
    status: "completed",
    command: "deno task train lstm",
    startedAt: "2026-01-02T03:04:05.678Z",
    finishedAt: "2026-01-02T03:14:05.678Z",
    configuration: {
      name: "lstm",
      model: { architecture: "lstm", embeddingSize: 8, hiddenSize: 16, seed: 1 },
      data: { source: "auto", trainSize: 640, testSize: 100, maxLength: 64 },
      optimizer: { name: "adam", learningRate: 3e-4 },
      training: { epochs: 3, batchSize: 64, seed: 1 },
    },
    task: { kind: "classification", labels: ["negative", "positive"] },
    model: {
      architecture: "lstm",
      parameterCount: 1234,
      layers: [{
        name: "embedding",
        type: "Embedding",
        outputShape: [null, null, 8],
        parameterCount: 800,
      }],
    },
    data: {
      name: "sample",
      location: "embedded",
      fingerprint: "0".repeat(64),
      maxLength: 64,
      train: { examples: 640, classes: [320, 320], empty: 0, tokens: 4000 },
      validation: { examples: 64, classes: [32, 32], empty: 0, tokens: 400 },
      test: {
        examples: 100,
        classes: [49, 51],
        empty: 1,
        tokens: 900,
        fingerprint: "1".repeat(64),
      },
    },
    tokenizer: { kind: "byte-level-bpe", vocabSize: 100, fingerprint: "2".repeat(64) },
    optimizer: { name: "adam", learningRate: 3e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    seeds: { data: 1, model: 1, training: 1 },
    device: { device: "cpu", backend: "sluice", threads: 2, simd: "relaxed" },
    machine: { cpuModel: "Example CPU", logicalCores: 2, operatingSystem: "linux" },
    peakMemoryBytes: 300_000_000,
    versions: { deno: "2.9.6", tfjs: "4.22.0", sluice: "0.1.0" },
    initialization: { embedding: "uniform(-0.05, 0.05)" },
    ablations: [{ gate: "forget", heldAt: 1, loss: 1.5, accuracy: 0.55 }],
    ...fields,
    epochs,
    ...chosenEpochs(epochs),
  };
}
