// The state of training at a step, in one file: weights, Adam's moments, how far training is, and the
// rows of the epochs that ended. One file, so that writing it is all or nothing.
import { decodeSafetensors, encodeSafetensors, type NamedTensor } from "./safetensors.ts";
import { writeFileAtomically } from "./write_file_atomically.ts";
import type { EpochRow } from "./run_record.ts";

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
  /** Adam's state. */
  optimizer: {
    iterations: number;
    moments: { name: string; first: Float32Array; second: Float32Array }[];
  };
}

/** The name of a checkpoint's file in a folder. */
export function checkpointPath(folder: string): string {
  return `${folder}/state.safetensors`;
}

/** Writes a checkpoint to its folder, which must exist. */
export async function writeCheckpoint(folder: string, checkpoint: Checkpoint): Promise<void> {
  const { weights, optimizer, ...rest } = checkpoint;
  const moments = optimizer.moments.flatMap(({ name, first, second }) => [
    { name: `first/${name}`, shape: [first.length], data: first },
    { name: `second/${name}`, shape: [second.length], data: second },
  ]);
  const sluice = JSON.stringify({
    version: 1,
    ...rest,
    iterations: optimizer.iterations,
    weights: weights.map(({ name }) => name),
    moments: optimizer.moments.map(({ name }) => name),
  });
  await writeFileAtomically(
    checkpointPath(folder),
    encodeSafetensors(
      [...weights.map((weight) => ({ ...weight, name: `weight/${weight.name}` })), ...moments],
      { format: "pt", sluice },
    ),
  );
}

/**
 * Reads the checkpoint of a folder.
 *
 * @returns The checkpoint, or undefined where there is none.
 * @throws {Error} One line, where the file is damaged or of another version.
 */
export async function readCheckpoint(folder: string): Promise<Checkpoint | undefined> {
  const path = checkpointPath(folder);
  let bytes;
  try {
    bytes = await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw new Error(`${path}: cannot be read: ${(error as Error).message}`, { cause: error });
  }
  const { tensors, metadata } = decodeSafetensors(bytes, path);
  const header = parseHeader(metadata["sluice"], path);
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const tensor = (name: string) => {
    const found = byName.get(name);
    if (found === undefined) throw new Error(`${path}: ${name} is missing`);
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

interface Header {
  version: 1;
  state: TrainingState;
  epochs: EpochRow[];
  iterations: number;
  weights: string[];
  moments: string[];
}

function parseHeader(text: string | undefined, path: string): Header {
  let header: { version?: unknown } | undefined;
  try {
    header = JSON.parse(text ?? "");
  } catch {
    // Reported below.
  }
  if (header?.version !== 1) throw new Error(`${path}: not a checkpoint that this Sluice can read`);
  return header as Header;
}
