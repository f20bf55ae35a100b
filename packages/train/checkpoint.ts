// The state of training at a step, in one file: weights, the optimizer's moments, how far training is, and
// the rows of the epochs that ended; and a checksum over all of it, since what is damaged but can be read
// would train on as if nothing were wrong.
import { checkSchema, describeIssue } from "@sluice/runs/check_schema";
import { parseEpochRows } from "@sluice/runs/parse_epoch_rows";
import type { EpochRow } from "@sluice/runs/run_record";
import type { AdamState } from "@sluice/kernels";
import { z } from "zod";
import { isFiniteArray } from "./_model_weights.ts";
import {
  dataStart,
  decodeSafetensors,
  encodeSafetensors,
  type NamedTensor,
} from "./safetensors.ts";

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

const VERSION = 3;

const count = z.int().min(0);
const names = z.array(z.string());

const headerSchema = z.object({
  version: z.literal([1, 2, VERSION], { error: `expected 1 to ${VERSION}` }),
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

/** Stands for the checksum while it is computed. */
const NO_CHECKSUM = "0".repeat(64);

/**
 * A checkpoint as a file.
 *
 * @throws {Error} Where a number in it is none that training could go on from.
 */
export async function encodeCheckpoint(checkpoint: Checkpoint): Promise<Uint8Array<ArrayBuffer>> {
  const { weights, optimizer, ...rest } = checkpoint;
  const moments = optimizer.moments.flatMap(({ name, first, second }) => [
    { name: `first/${name}`, shape: [first.length], data: first },
    { name: `second/${name}`, shape: [second.length], data: second },
  ]);
  const tensors = [...weights.map((one) => ({ ...one, name: `weight/${one.name}` })), ...moments];
  checkFinite(tensors);
  const sluice = JSON.stringify({
    version: VERSION,
    ...rest,
    iterations: optimizer.iterations,
    weights: weights.map(({ name }) => name),
    moments: optimizer.moments.map(({ name }) => name),
  });
  const bytes = encodeSafetensors(tensors, { format: "pt", checksum: NO_CHECKSUM, sluice });
  const start = dataStart(bytes, "this checkpoint");
  const header = new TextDecoder("latin1").decode(bytes.subarray(0, start));
  const at = header.indexOf(NO_CHECKSUM);
  bytes.set(new TextEncoder().encode(await checksum(bytes, start)), at);
  return bytes;
}

/**
 * Reads a checkpoint.
 *
 * @param bytes The file.
 * @param where Where it comes from, for the error message: a path.
 * @throws {Error} One line, where the file is damaged or of another version.
 */
export async function decodeCheckpoint(bytes: Uint8Array, where: string): Promise<Checkpoint> {
  const { tensors, metadata } = decodeSafetensors(bytes, where);
  const header = parseHeader(metadata["sluice"], where);
  // Versions before 3 have none.
  if (header.version >= 3) await verifyChecksum(bytes, metadata["checksum"], where);
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const tensor = (name: string) => {
    const found = byName.get(name);
    if (found === undefined) throw new Error(`${where}: ${quote(name)} is missing`);
    return found;
  };
  try {
    checkFinite(tensors);
  } catch (error) {
    throw new Error(`${where}: ${(error as Error).message}`, { cause: error });
  }
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
    throw new Error(`${where}: not a checkpoint: it says nothing about training`);
  }
  const checked = checkSchema(headerSchema, json);
  if (!checked.success) throw new Error(`${where}: ${describeIssue(checked.error)}`);
  const header = checked.data;
  const wrong = (field: string, expected: string) =>
    new Error(`${where}: ${field}: expected ${expected}; is it damaged?`);
  const epochs = parseEpochRows(header.epochs, header.version === 1 ? 1 : 2);
  if (epochs === undefined) throw wrong("epochs", "the rows of epochs 1, 2, 3, ...");
  const { epoch, step, rows, correct } = header.state;
  if (epoch !== epochs.length + 1) throw wrong("state.epoch", `${epochs.length + 1}`);
  if ((step === 0) !== (rows === 0)) throw wrong("state.rows", `${step === 0 ? 0 : "some"}`);
  if (correct > rows) throw wrong("state.correct", `at most ${rows}`);
  return { ...header, epochs };
}

/**
 * The SHA-256 of a file in the safetensors format: of its header, with zeros for the checksum, and of its
 * numbers.
 *
 * @param written The checksum that the header holds, to be taken for zeros.
 */
async function checksum(bytes: Uint8Array, start: number, written = NO_CHECKSUM): Promise<string> {
  const header = new TextDecoder().decode(bytes.subarray(0, start)).replace(written, NO_CHECKSUM);
  const parts = await Promise.all([
    crypto.subtle.digest("SHA-256", new TextEncoder().encode(header)),
    crypto.subtle.digest("SHA-256", bytes.subarray(start) as Uint8Array<ArrayBuffer>),
  ]);
  const both = new Uint8Array(64);
  parts.forEach((part, i) => both.set(new Uint8Array(part), 32 * i));
  const digest = await crypto.subtle.digest("SHA-256", both);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function verifyChecksum(
  bytes: Uint8Array,
  written: string | undefined,
  where: string,
): Promise<void> {
  if (/^[0-9a-f]{64}$/.test(written ?? "")) {
    if (await checksum(bytes, dataStart(bytes, where), written) === written) return;
  }
  throw new Error(`${where}: its checksum is not that of what it holds: it is damaged`);
}

/** Refuses numbers that are none: training would go on with them and say nothing. */
function checkFinite(tensors: readonly NamedTensor[]): void {
  for (const { name, data } of tensors) {
    if (isFiniteArray(data)) continue;
    throw new Error(
      `${quote(name)} holds a number that is none (infinite, or NaN); try a lower ` +
        "learning rate, or clip the gradients",
    );
  }
}

/** A name as a file says it, which may be anything. */
function quote(name: string): string {
  return JSON.stringify(name.slice(0, 100));
}
