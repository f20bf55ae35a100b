// The state of training at a step, in one file: weights, the optimizer's moments, how far training is, and
// the rows of the epochs that ended.
import { parseEpochRows } from "@sluice/runs/parse_epoch_rows";
import type { EpochRow } from "@sluice/runs/run_record";
import type { AdamState } from "@sluice/kernels";
import { z } from "zod";
import { decodeSafetensors, encodeSafetensors, type NamedTensor } from "./safetensors.ts";

/** How far training is. */
export interface TrainingState {
  /** The epoch in progress, from 1. */
  epoch: number;
  /** The steps of this epoch that are done. */
  step: number;
  /** The sum of the losses of the rows trained on in this epoch. */
  lossSum: number;
  /** The number of those rows that were labelled rightly. */
  correct: number;
  /** The number of those rows. */
  rows: number;
  /** The number of their tokens. */
  tokens: number;
  /** The seconds spent on them. */
  seconds: number;
}

/** The state of training at a step. */
export interface Checkpoint {
  /** How far training is. */
  state: TrainingState;
  /** The epochs that ended. */
  epochs: EpochRow[];
  /** The model's weights, in the model's order. */
  weights: NamedTensor[];
  /** The optimizer's state. */
  optimizer: AdamState;
}

const count = z.int().min(0);
const names = z.array(z.string());

const headerSchema = z.object({
  version: z.literal([1, 2]),
  state: z.object({
    epoch: z.int().min(1),
    step: count,
    lossSum: z.number(),
    correct: count,
    rows: count,
    tokens: count,
    seconds: z.number().min(0),
  }),
  epochs: z.unknown(),
  iterations: count,
  weights: names,
  moments: names,
});

/** A checkpoint as a file. */
export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array<ArrayBuffer> {
  const { weights, optimizer, ...rest } = checkpoint;
  const moments = optimizer.moments.flatMap(({ name, first, second }) => [
    { name: `first/${name}`, shape: [first.length], data: first },
    { name: `second/${name}`, shape: [second.length], data: second },
  ]);
  const sluice = JSON.stringify({
    version: 2,
    ...rest,
    iterations: optimizer.iterations,
    weights: weights.map(({ name }) => name),
    moments: optimizer.moments.map(({ name }) => name),
  });
  return encodeSafetensors(
    [...weights.map((weight) => ({ ...weight, name: `weight/${weight.name}` })), ...moments],
    { format: "pt", sluice },
  );
}

/**
 * Reads a checkpoint.
 *
 * @param bytes The file.
 * @param where Where it comes from, for the error message: a path.
 * @throws {Error} One line, where the file is damaged or of another version.
 */
export function decodeCheckpoint(bytes: Uint8Array, where: string): Checkpoint {
  const { tensors, metadata } = decodeSafetensors(bytes, where);
  const header = parseHeader(metadata["sluice"], where);
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const tensor = (name: string) => {
    const found = byName.get(name);
    if (found === undefined) throw new Error(`${where}: ${name} is missing`);
    return found;
  };
  return {
    state: header.state,
    epochs: header.epochs,
    weights: header.weights.map((name) => ({ ...tensor(`weight/${name}`), name })),
    optimizer: {
      iterations: header.iterations,
      moments: header.moments.map((name) => ({
        name,
        first: tensor(`first/${name}`).data,
        second: tensor(`second/${name}`).data,
      })),
    },
  };
}

type Header = Omit<z.infer<typeof headerSchema>, "epochs"> & { epochs: EpochRow[] };

function parseHeader(text: string | undefined, where: string): Header {
  let json: unknown;
  try {
    json = JSON.parse(text ?? "");
  } catch {
    // Reported below.
  }
  const header = headerSchema.safeParse(json);
  if (header.success) {
    const { version, state } = header.data;
    const epochs = parseEpochRows(header.data.epochs, version);
    if (epochs !== undefined && state.epoch === epochs.length + 1) {
      return { ...header.data, epochs };
    }
  }
  throw new Error(`${where}: not a checkpoint that this Sluice can read, or a damaged one`);
}
