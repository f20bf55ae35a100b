// The record of a run before its first step: all that is known by then.
import { type Dataset, type Example, fingerprintExamples, type TokenizedSplit } from "@sluice/data";
import type { DeviceInfo } from "@sluice/kernels";
import { chosenEpochs } from "@sluice/runs/epoch_rows";
import type {
  DeviceSummary,
  LayerSummary,
  ModelSummary,
  RunRecord,
  SplitSummary,
} from "@sluice/runs/run_record";
import type { Task } from "@sluice/runs/task";
import type { TrainConfig } from "@sluice/runs/train_config";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Checkpoint } from "./checkpoint.ts";
import type { Environment } from "./environment.ts";
import type { PreparedData } from "./prepare_data.ts";

/** What a record is made from. */
export interface NewRecordParts {
  /** The run's name. */
  id: string;
  /** The command line that started the run. */
  command: string;
  /** The options in force. */
  config: TrainConfig;
  /** The data set. */
  dataset: Dataset;
  /** Its parts as tokens. */
  data: PreparedData;
  /** What is learnt. */
  task: Task;
  /** The model. */
  model: LayersModel;
  /** What computes. */
  device: DeviceInfo;
  /** Where it computes. */
  environment: Environment;
  /** The record of the run that is gone on with. */
  earlier: RunRecord | undefined;
  /** The state that is gone on from. */
  checkpoint: Checkpoint | undefined;
}

/** The record of a run that is about to begin, or to go on. */
export async function newRecord(parts: NewRecordParts): Promise<RunRecord> {
  const { id, command, config, dataset, data, task, model, device, environment } = parts;
  const { earlier, checkpoint } = parts;
  const { notice: _notice, ...deviceSummary } = device;
  const split = (examples: Example[], tokens: TokenizedSplit) =>
    describeSplit(examples, tokens, task);
  const epochs = checkpoint?.epochs ?? [];
  return {
    version: 2,
    id,
    status: "running",
    command: earlier?.command ?? command,
    startedAt: earlier?.startedAt ?? new Date().toISOString(),
    configuration: { ...config } as unknown as RunRecord["configuration"],
    task: { kind: "classification", labels: [...task.labels] },
    model: describeModel(config.model.architecture, model),
    data: {
      name: dataset.name,
      location: dataset.location,
      fingerprint: dataset.fingerprint,
      ...(dataset.notice === undefined ? {} : { notice: dataset.notice }),
      ...(dataset.skippedCount === undefined ? {} : { skippedRows: dataset.skippedCount }),
      maxLength: config.data.maxLength,
      train: split(data.examples.train, data.train),
      ...(data.validation === undefined
        ? {}
        : { validation: split(data.examples.validation, data.validation) }),
      test: split(data.examples.test, data.test),
    },
    tokenizer: {
      kind: "byte-level-bpe",
      vocabSize: data.tokenizer.vocabSize,
      fingerprint: await fingerprintText(data.tokenizerJson),
    },
    optimizer: { ...config.optimizer, beta1: 0.9, beta2: 0.999 },
    seeds: {
      data: config.data.seed,
      model: config.training.seed,
      training: config.training.seed,
    },
    device: deviceSummary as DeviceSummary,
    machine: environment.machine,
    peakMemoryBytes: earlier?.peakMemoryBytes ?? 0,
    versions: environment.versions,
    initialization: describeInitialization(model),
    epochs,
    ...chosenEpochs(epochs),
  };
}

/** The SHA-256 of a text in UTF-8, in hexadecimal. */
async function fingerprintText(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Counts the examples of a split. */
function describeSplit(
  examples: readonly Example[],
  split: TokenizedSplit,
  task: Task,
): SplitSummary {
  const classes = task.labels.map(() => 0);
  let empty = 0;
  for (const { label, text } of examples) {
    classes[label]!++;
    if (text.trim() === "") empty++;
  }
  return {
    examples: examples.length,
    classes,
    empty,
    tokens: split.inputIds.length,
    fingerprint: fingerprintExamples(examples),
  };
}

/** Counts the weights of a model, layer by layer. */
function describeModel(architecture: string, model: LayersModel): ModelSummary {
  const layers: LayerSummary[] = model.layers.map((layer) => ({
    name: layer.name,
    type: layer.getClassName(),
    // A layer with several outputs is described by its first.
    outputShape:
      (Array.isArray(layer.outputShape[0]) ? layer.outputShape[0] : layer.outputShape) as (
        | number
        | null
      )[],
    parameterCount: layer.countParams(),
  }));
  return { architecture, parameterCount: model.countParams(), layers };
}

/**
 * How the weights of a model are drawn, by layer and kind of weight, as its layers say:
 * `{ "embedding.embeddings": "RandomUniform(minval -0.05, maxval 0.05)", ... }`.
 */
function describeInitialization(model: LayersModel): Record<string, string> {
  const found: Record<string, string> = {};
  for (const layer of model.layers) {
    if (layer.countParams() === 0) continue;
    for (const [key, value] of Object.entries(layer.getConfig())) {
      const weight = key.match(/^(.*)Initializer$/i)?.[1]?.replace(/_$/, "");
      const initializer = value as { className?: string; config?: Record<string, unknown> } | null;
      if (weight === undefined || typeof initializer?.className !== "string") continue;
      const options = Object.entries(initializer.config ?? {})
        .filter(([option, value]) => option !== "seed" && value !== null && value !== undefined)
        .map(([option, value]) => `${option} ${value}`);
      found[`${layer.name}.${weight}`] = initializer.className +
        (options.length > 0 ? `(${options.join(", ")})` : "");
    }
  }
  return found;
}
