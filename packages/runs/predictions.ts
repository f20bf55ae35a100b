// What a trained model says about each test example: `predictions.jsonl`, one JSON object a line.
import { z } from "zod";
import { checkSchema, describeIssue } from "./check_schema.ts";

/** What a model says about one test example, after the final epoch. */
export interface Prediction {
  /** The example's id, for example `test/pos/123_10`. */
  id: string;
  /** The index of the label that it has. */
  label: number;
  /**
   * The model's probabilities, as a `Task` has them: of two labels one number, the probability of the
   * second, else one for each label.
   */
  probabilities: number[];
  /** The tokens that the model read of it, at most the maximal length. */
  length?: number;
}

const share = z.number().min(0).max(1);
const common = { id: z.string().min(1), length: z.int().min(0).exactOptional() };

/** A line where there are two labels: the probability of the second one. */
const lineOfTwo = z.looseObject({
  ...common,
  label: z.union([z.literal(0), z.literal(1)], { error: "expected 0 or 1" }),
  probability: share,
});

/** A line where there are more: a probability for each. */
const lineOfMore = z.looseObject({
  ...common,
  label: z.int().min(0),
  probabilities: z.array(share).min(3),
}).refine(({ label, probabilities }) => label < probabilities.length, {
  path: ["label"],
  message: "expected the index of one of the probabilities",
});

/**
 * Predictions as the text of a `predictions.jsonl`, one line each.
 *
 * ```ts
 * import { formatPredictions, parsePredictions } from "@sluice/runs";
 * import { assertEquals } from "@std/assert";
 *
 * const predictions = [{ id: "test/pos/0_9", label: 1, probabilities: [0.75], length: 30 }];
 * assertEquals(parsePredictions(formatPredictions(predictions), "memory"), predictions);
 * ```
 */
export function formatPredictions(predictions: Iterable<Prediction>): string {
  let text = "";
  for (const { id, label, probabilities, length } of predictions) {
    const said = probabilities.length === 1 ? { probability: probabilities[0] } : { probabilities };
    text += JSON.stringify({ id, label, ...said, length }) + "\n";
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
    const prediction = checkLine(json, place);
    const earlier = lineOf.get(prediction.id);
    if (earlier !== undefined) {
      throw new Error(`${place}: id: ${prediction.id} is on line ${earlier} already`);
    }
    lineOf.set(prediction.id, index + 1);
    predictions.push(prediction);
  });
  return predictions;
}

function checkLine(json: unknown, place: string): Prediction {
  const isOfMore = typeof json === "object" && json !== null && "probabilities" in json;
  const result = checkSchema<z.infer<typeof lineOfMore> | z.infer<typeof lineOfTwo>>(
    isOfMore ? lineOfMore : lineOfTwo,
    json,
  );
  if (!result.success) throw new Error(`${place}: ${describeIssue(result.error)}`);
  const { id, label, length } = result.data;
  const probabilities = "probabilities" in result.data
    ? result.data.probabilities as number[]
    : [result.data.probability as number];
  return { id, label, probabilities, ...(length === undefined ? {} : { length }) };
}
