// What a trained model says about each test review: `predictions.jsonl`, one JSON object a line.
import { z } from "zod";
import { describeIssue } from "./_describe_issue.ts";
import { readText } from "./_read_text.ts";
import type { Schema } from "./schema.ts";

/** What a model says about one test review, after the final epoch. */
export interface Prediction {
  /** The example's id, for example `test/pos/123_10`. */
  id: string;
  /** The label that it has: 0 negative, 1 positive. */
  label: 0 | 1;
  /** The model's probability that it is positive, 0 to 1. It is called positive from 0.5 on. */
  probability: number;
  /** The tokens that the model read of it, at most the maximal length. */
  length?: number;
}

/** The schema of one line of `predictions.jsonl`. */
export const predictionSchema: Schema<Prediction> = z.looseObject({
  id: z.string().min(1),
  label: z.union([z.literal(0), z.literal(1)], { error: "expected 0 or 1" }),
  probability: z.number().min(0).max(1),
  length: z.int().min(0).exactOptional(),
});

/**
 * Predictions as the text of a `predictions.jsonl`, one line each.
 *
 * ```ts
 * import { formatPredictions, parsePredictions } from "@sluice/train/run_record";
 * import { assertEquals } from "@std/assert";
 *
 * const predictions = [{ id: "test/pos/0_9", label: 1 as const, probability: 0.75, length: 30 }];
 * assertEquals(parsePredictions(formatPredictions(predictions), "memory"), predictions);
 * ```
 */
export function formatPredictions(predictions: Iterable<Prediction>): string {
  let text = "";
  for (const { id, label, probability, length } of predictions) {
    text += JSON.stringify({ id, label, probability, length }) + "\n";
  }
  return text;
}

/**
 * Parses the text of a `predictions.jsonl`.
 *
 * @param text One JSON object a line; empty lines are skipped.
 * @param where Where it comes from, for the error message: a path.
 * @throws {Error} One line: where, which line, which field, and what was expected.
 */
export function parsePredictions(text: string, where: string): Prediction[] {
  const predictions: Prediction[] = [];
  const lineOf = new Map<string, number>();
  text.split("\n").forEach((line, index) => {
    if (line.trim() === "") return;
    const place = `${where}: line ${index + 1}`;
    let json: unknown;
    try {
      json = JSON.parse(line);
    } catch (error) {
      throw new Error(`${place}: not valid JSON (is it cut short?)`, { cause: error });
    }
    const result = predictionSchema.safeParse(json);
    if (!result.success) throw new Error(`${place}: ${describeIssue(result.error)}`);
    const earlier = lineOf.get(result.data.id);
    if (earlier !== undefined) {
      throw new Error(`${place}: id: ${result.data.id} is on line ${earlier} already`);
    }
    lineOf.set(result.data.id, index + 1);
    predictions.push(result.data);
  });
  return predictions;
}

/**
 * Reads a `predictions.jsonl`, or, where there is none, the `predictions.jsonl.gz` beside it.
 *
 * @param path The path of the file.
 * @param where What error messages call it; the path unless given.
 * @throws {Error} One line: which file, which line, which field, and what was expected.
 */
export async function readPredictions(path: string, where = path): Promise<Prediction[]> {
  const compressed = await readCompressed(`${path}.gz`, `${where}.gz`, path);
  return parsePredictions(compressed ?? await readText(path, where), where);
}

/** The text of a gzip file; undefined where there is none, or the plain file is there. */
async function readCompressed(path: string, where: string, plain: string) {
  try {
    await Deno.lstat(plain);
    return undefined;
  } catch {
    // Not there, or not to be read: readText tells, unless the compressed file is there.
  }
  let file: Deno.FsFile;
  try {
    file = await Deno.open(path);
  } catch {
    return undefined;
  }
  try {
    return await new Response(file.readable.pipeThrough(new DecompressionStream("gzip"))).text();
  } catch (error) {
    throw new Error(`${where}: not a whole gzip file`, { cause: error });
  }
}
