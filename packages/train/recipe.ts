/**
 * The recipe of a comparison: models that are trained alike, one row each. No TensorFlow.
 *
 * ```ts
 * import { parseRecipe } from "@sluice/train/recipe";
 * import { assertEquals } from "@std/assert";
 *
 * const recipe = parseRecipe({
 *   seeds: 3,
 *   training: { epochs: 20 },
 *   rows: [
 *     { name: "cnn", model: { architecture: "cnn" }, training: { epochs: 30 } },
 *     { name: "lstm", model: { architecture: "lstm" }, ablate: true },
 *   ],
 * }, "recipe.yaml");
 * assertEquals(recipe.rows.map(({ input }) => input.training?.epochs), [30, 20]);
 * ```
 *
 * @module
 */
import { checkModelConfig } from "@sluice/models/check_model_config";
import { z } from "zod";
import { checkSchema } from "@sluice/runs/check_schema";
import type { SchemaError } from "@sluice/runs/schema";
import {
  completeTrainConfig,
  type TrainConfigInput,
  trainConfigSchema,
} from "@sluice/runs/train_config";
import { modelOfRun } from "./model_of_run.ts";

/** A model of a comparison. */
export interface RecipeRow {
  /** Its name, which its runs bear. */
  name: string;
  /** Whether the row is one of the study's, or our own. */
  from: "study" | "ours";
  /** What is trained, the recipe's common options included. */
  input: TrainConfigInput;
  /** Whether the trained model is tested with its gates held, too. */
  ablate: boolean;
}

/** A comparison. */
export interface Recipe {
  /** The number of runs of each row, each with a seed of its own. */
  seeds: number;
  /** The rows. */
  rows: RecipeRow[];
}

const SEEDS = "a whole number from 1 to 1000";
const NAME = "letters, digits, and - _ . + between them";
const section = z.record(z.string(), z.unknown(), "a section of keys and values");

const row = z.strictObject({
  name: z.string(NAME).regex(/^[\p{L}\p{N}_][\p{L}\p{N}_.+-]{0,89}$/u, NAME),
  from: z.enum(["study", "ours"], "study or ours").default("study"),
  ablate: z.boolean("true or false").default(false),
  model: section.default({}),
  optimizer: section.default({}),
  training: section.default({}),
}, "a section of keys and values");

const schema = z.strictObject({
  seeds: z.int(SEEDS).min(1, SEEDS).max(1000, SEEDS).default(1),
  data: section.default({}),
  model: section.default({}),
  optimizer: section.default({}),
  training: section.default({}),
  rows: z.array(z.unknown(), "a list of rows").min(1, "a list of at least one row"),
}, "sections of keys and values");

/**
 * Checks a recipe: `rows`, of which each has a `name`, a `model` and maybe `optimizer`, `training`, `from`
 * (`study` or `ours`) and `ablate`; and what all rows share, `data`, `model`, `optimizer`, `training` and
 * `seeds`. What a row says beats what is shared. All rows have the same data.
 *
 * @param value The recipe, as YAML or JSON is parsed.
 * @param where Where it comes from, for the error message: a path.
 * @throws {Error} One line: where, which row and key, and what was expected.
 */
export function parseRecipe(value: unknown, where: string): Recipe {
  const common = check(schema, value, where);
  const shared = { data: common.data, model: common.model };
  checkSections({ ...shared, optimizer: common.optimizer, training: common.training }, where);
  const names = new Set<string>();
  const rows = common.rows.map((given, index): RecipeRow => {
    const named = (given as { name?: unknown } | null)?.name;
    const which = `${where}: row ${typeof named === "string" ? oneLine(named) : index + 1}`;
    const { name, from, ablate, ...own } = check(row, given, which);
    if (names.has(name)) throw new Error(`${which}: name: two rows have this name`);
    names.add(name);
    checkSections(own, which);
    const input = checkSections({
      name,
      data: common.data,
      model: { ...common.model, ...own.model },
      optimizer: { ...common.optimizer, ...own.optimizer },
      training: { ...common.training, ...own.training },
    }, which);
    const { architecture, holdGate } = input.model ?? {};
    if (architecture === undefined) {
      throw new Error(`${which}: model.architecture: expected a model's name, got none`);
    }
    try {
      checkModelConfig(modelOfRun(completeTrainConfig(input, ""), 257, { outputs: 1 }));
    } catch (error) {
      throw new Error(`${which}: model: ${(error as Error).message}`, { cause: error });
    }
    if (ablate && (architecture !== "lstm" || holdGate !== undefined)) {
      throw new Error(`${which}: ablate: gates are held in an lstm alone, and one that is free`);
    }
    return { name, from, ablate, input };
  });
  return { seeds: common.seeds, rows };
}

function check<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const result = checkSchema(schema, value);
  if (result.success) return result.data;
  throw new Error(`${where}: ${describe(result.error, value)}`);
}

function checkSections(value: unknown, where: string): TrainConfigInput {
  const result = checkSchema(trainConfigSchema, value);
  if (result.success) return result.data;
  throw new Error(`${where}: ${describe(result.error, value)}`);
}

/** Which key, what was expected, and what was given. */
function describe(error: SchemaError, value: unknown): string {
  const issue = error.issues[0]!;
  const unknown = (issue as { code?: string; keys?: string[] }).keys?.[0];
  if (unknown !== undefined) {
    return `unknown key ${oneLine([...issue.path, unknown].map(String).join("."))}`;
  }
  const given = issue.path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
  const key = issue.path.length === 0 ? "" : `${issue.path.map(String).join(".")}: `;
  const shown = given === undefined ? "none" : JSON.stringify(given) ?? String(given);
  return `${key}expected ${issue.message.replace(/\s+/g, " ")}, got ${shown.slice(0, 60)}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").slice(0, 100);
}
