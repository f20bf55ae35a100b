/**
 * Whether a configuration is one of a model that can be made.
 *
 * @module
 */
import { countParameters } from "./count_parameters.ts";
import {
  architectures,
  convolutionsOf,
  type Gate,
  gates,
  merges,
  type ModelConfig,
  pools,
} from "./model_config.ts";

/** The most weights of a model: with the optimizer's numbers and gradients, four gigabytes. */
export const MAX_PARAMETERS: number = 2 ** 28;

/**
 * Checks a configuration.
 *
 * @throws {RangeError} in one line that names the field.
 */
export function checkModelConfig(config: ModelConfig): void {
  if (!architectures.includes(config.architecture)) {
    throw new RangeError(
      `unknown architecture ${show(config.architecture)}; there is: ${architectures.join(", ")}`,
    );
  }
  for (const field of ["vocabSize", "embeddingSize", "hiddenSize", "layers"] as const) {
    const value = config[field] ?? 1;
    if (!Number.isInteger(value) || value < 1) {
      throw new RangeError(`${field} must be a whole number above 0, not ${show(value)}`);
    }
  }
  const { outputs = 1 } = config;
  if (!Number.isInteger(outputs) || outputs < 1 || outputs === 2) {
    throw new RangeError(
      `outputs must be 1, for two classes, or the number of classes from 3 on, not ${
        show(outputs)
      }`,
    );
  }
  checkBigrams(config);
  const { filters, widths } = convolutionsOf(config);
  if (filters.length === 0 || widths.length !== filters.length) {
    throw new RangeError(
      `filters and widths must name one or more convolutions each, not ${filters.length} and ` +
        `${widths.length}`,
    );
  }
  for (const [field, values] of [["filters", filters], ["widths", widths]] as const) {
    const wrong = values.find((value) => !Number.isInteger(value) || value < 1);
    if (wrong !== undefined) {
      throw new RangeError(`${field} must be whole numbers above 0, not ${show(wrong)}`);
    }
  }
  if (config.merge !== undefined && !merges.includes(config.merge)) {
    throw new RangeError(`unknown merge ${show(config.merge)}; there is: ${merges.join(", ")}`);
  }
  if (config.pool !== undefined && !pools.includes(config.pool)) {
    throw new RangeError(`unknown pool ${show(config.pool)}; there is: ${pools.join(", ")}`);
  }
  checkHeldGates(config);
  checkDropout(config);
  if (!Number.isInteger(config.seed)) {
    throw new RangeError(`seed must be a whole number, not ${show(config.seed)}`);
  }
  const parameters = countParameters(config);
  if (parameters > MAX_PARAMETERS) {
    throw new RangeError(
      `the model would have ${parameters.toLocaleString("en")} weights, and at most ` +
        `${MAX_PARAMETERS.toLocaleString("en")} fit; choose smaller sizes`,
    );
  }
}

function checkHeldGates({ architecture, heldGates = {} }: ModelConfig): void {
  const held = Object.entries(heldGates);
  if (held.length > 0 && architecture !== "lstm") {
    throw new RangeError(`gates can be held in an lstm alone; a ${architecture} has none of them`);
  }
  for (const [gate, value] of held) {
    if (!gates.includes(gate as Gate)) {
      throw new RangeError(`unknown gate ${show(gate)}; there is: ${gates.join(", ")}`);
    }
    if (!(value >= 0 && value <= 1)) {
      throw new RangeError(`a gate is held at a number from 0 to 1, not ${show(value)}`);
    }
  }
  if (new Set(held.map(([, value]) => value)).size > 1) {
    throw new RangeError("gates that are held must be held at the same value");
  }
}

function checkBigrams({ architecture, bigramBuckets = 0 }: ModelConfig): void {
  // The most that @sluice/kernels takes.
  if (!Number.isInteger(bigramBuckets) || bigramBuckets < 0 || bigramBuckets > 2 ** 21) {
    throw new RangeError(
      `bigramBuckets must be a whole number from 0 to ${2 ** 21}, not ${show(bigramBuckets)}`,
    );
  }
  if (bigramBuckets > 0 && architecture !== "bow") {
    throw new RangeError(`bigramBuckets go with a bow alone; the model is ${architecture}`);
  }
}

function checkDropout(config: ModelConfig): void {
  for (const field of ["embeddingDropout", "layerDropout", "recurrentDropout"] as const) {
    const { [field]: rate = 0, architecture, seed } = config;
    if (!(rate >= 0 && rate < 1)) {
      throw new RangeError(`${field} must be a number from 0 to below 1, not ${show(rate)}`);
    }
    if (rate === 0) continue;
    if (field === "recurrentDropout" && (architecture === "bow" || architecture === "cnn")) {
      throw new RangeError(`recurrentDropout must be 0: a ${architecture} has no recurrent layer`);
    }
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new RangeError(
        `with dropout, seed must be a whole number from 0 on, not ${show(seed)}`,
      );
    }
  }
}

/** A value on one line; it may come from a file, and be anything. */
function show(value: unknown): string {
  const text = typeof value === "number" ? String(value) : JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
