// The figures of a published study, to set beside ours.
import { z } from "zod";
import { checkSchema, describeIssue, type RunRecord } from "@sluice/runs";
import { modelOptions } from "./model_options.ts";

/** One epoch of the study. */
export interface ReferenceEpoch {
  /** The number of the epoch, from 1. */
  epoch: number;
  /** The loss on the training examples. */
  trainLoss: number;
  /** The accuracy on the training examples, 0 to 1. */
  trainAccuracy: number;
  /** The loss on the test examples. */
  testLoss: number;
  /** The accuracy on the test examples, 0 to 1. */
  testAccuracy: number;
  /** Seconds spent on training. */
  trainSeconds: number;
}

/** A model of the study. */
export interface ReferenceModel {
  /** Its epochs, in order; at least one. */
  history: [ReferenceEpoch, ...ReferenceEpoch[]];
}

/** What the study found with a gate held. */
export interface ReferenceGate {
  /** The loss on the test examples. */
  testLoss: number;
  /** The accuracy on the test examples, 0 to 1. */
  testAccuracy: number;
}

/** The figures of a study. */
export interface ReferenceStudy {
  /** What was studied and how. */
  description: string;
  /** Its data: reviews, called positive or negative. */
  data: { trainReviews: number; testReviews: number };
  /** Its models by name: `cnn`, `lstm-2-layers`, ... */
  models: Record<string, ReferenceModel>;
  /** Its one-layer LSTM with a gate held at sigmoid(1), by the gate's name. */
  gateAblation?: { input?: ReferenceGate; forget?: ReferenceGate; output?: ReferenceGate };
}

const share = z.number().min(0).max(1);
const loss = z.number().min(0);
const gate = z.object({ testLoss: loss, testAccuracy: share });
const epoch = z.object({
  epoch: z.int().min(1),
  trainLoss: loss,
  trainAccuracy: share,
  testLoss: loss,
  testAccuracy: share,
  trainSeconds: z.number().min(0),
});
const schema: z.ZodType<ReferenceStudy> = z.object({
  description: z.string(),
  data: z.object({ trainReviews: z.int().min(1), testReviews: z.int().min(1) }),
  models: z.record(z.string(), z.object({ history: z.tuple([epoch], epoch) })),
  gateAblation: z.object({
    input: gate.exactOptional(),
    forget: gate.exactOptional(),
    output: gate.exactOptional(),
  }).exactOptional(),
});

/**
 * Checks the figures of a study.
 *
 * @param where Where they come from, for the error message: a path.
 * @throws {Error} One line: where, which field, and what was expected.
 */
export function parseReferenceStudy(text: string, where: string): ReferenceStudy {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Error(`${where}: not valid JSON`, { cause: error });
  }
  const result = checkSchema(schema, json);
  if (result.success) return result.data;
  throw new Error(`${where}: not the figures of a study: ${describeIssue(result.error)}`);
}

/** The study's name for the model of a run, or undefined where the study has no such model. */
export function referenceName(study: ReferenceStudy, record: RunRecord): string | undefined {
  const { name, model } = record.configuration;
  const found = [name, structuralName(model)].find((name) =>
    name !== undefined && Object.hasOwn(study.models, name)
  );
  return found;
}

/**
 * Options that, given and not 0, make a variant of a model that the study did not try. Dropout makes none: it
 * is how a model is trained, not what it is, and the report tells it with the other conditions.
 */
const VARIANT = modelOptions("variant");

/** `lstm-2-layers-bidirectional`, or undefined for a variant that no plain name stands for. */
function structuralName(model: RunRecord["configuration"]["model"]): string | undefined {
  const { architecture, layers, bidirectional, pool } = model;
  if (pool !== undefined && pool !== null && pool !== "last") return undefined;
  if (VARIANT.some((option) => model[option])) return undefined;
  const words = [architecture];
  if (typeof layers === "number" && layers > 1) words.push(`${layers}-layers`);
  if (bidirectional === true) words.push("bidirectional");
  return words.join("-");
}
