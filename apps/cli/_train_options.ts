// The options of `train`: one table of flags, each with its place in the configuration. Flags beat the
// YAML file, which beats the defaults; one schema checks all of it.
import { parse as parseYaml } from "@std/yaml";
import { type TrainConfigInput, trainConfigSchema } from "@sluice/train/train_config";
import { z } from "zod";
import { COMMON_FLAGS, type Flag, type Flags, type ParsedFlags } from "./_flags.ts";
import { architectures } from "@sluice/models/model_config";
import { didYouMean } from "./_suggest.ts";
import { UsageError } from "./_usage_error.ts";

/** A flag whose value has a place in the configuration. */
export interface ConfigFlag extends Flag {
  /** The place, `section.key`. */
  key: string;
}

/** The flags that set something of the configuration. */
export const CONFIG_FLAGS: Record<string, ConfigFlag> = {
  data: {
    key: "data.source",
    value: "SOURCE",
    help: "auto, imdb, sample, or the path of an archive or folder (auto)",
  },
  "train-size": {
    key: "data.trainSize",
    value: "N",
    number: true,
    help: "training reviews, half of each class (all)",
  },
  "test-size": {
    key: "data.testSize",
    value: "N",
    number: true,
    help: "test reviews, half of each class (all)",
  },
  "validation-share": {
    key: "data.validationShare",
    value: "X",
    number: true,
    help: "share of the training reviews held out for validation (0)",
  },
  "max-length": {
    key: "data.maxLength",
    value: "N",
    number: true,
    help: "most tokens of a review; longer ones are cut (493)",
  },
  "vocab-size": {
    key: "data.vocabSize",
    value: "N",
    number: true,
    help: "most tokens of the vocabulary (30000)",
  },
  "data-seed": {
    key: "data.seed",
    value: "N",
    number: true,
    help: "decides which reviews are drawn (1)",
  },
  embedding: {
    key: "model.embeddingSize",
    value: "N",
    number: true,
    help: "length of a token's embedding (32)",
  },
  hidden: {
    key: "model.hiddenSize",
    value: "N",
    number: true,
    help: "units of a recurrent layer (64)",
  },
  layers: {
    key: "model.layers",
    value: "N",
    number: true,
    help: "recurrent layers, one on another (1)",
  },
  bidirectional: {
    key: "model.bidirectional",
    negatable: true,
    help: "read in both directions (off)",
  },
  merge: {
    key: "model.merge",
    value: "HOW",
    help: "how directions join: concat, sum, average, multiply (concat)",
  },
  pool: {
    key: "model.pool",
    value: "HOW",
    help: "how states are pooled over time: last, mean, max, attention (last)",
  },
  "bigram-buckets": {
    key: "model.bigramBuckets",
    value: "N",
    number: true,
    help: "bow: embeddings for hashed pairs of neighbouring tokens (0: none)",
  },
  filters: {
    key: "model.filters",
    value: "N,N",
    numbers: true,
    help: "cnn: filters of each convolution (64,64)",
  },
  widths: {
    key: "model.widths",
    value: "N,N",
    numbers: true,
    help: "cnn: tokens that each convolution's window spans (5,5)",
  },
  "embedding-dropout": {
    key: "model.embeddingDropout",
    value: "X",
    number: true,
    help: "share of the embeddings' features dropped, the same at all steps of a text (0)",
  },
  "layer-dropout": {
    key: "model.layerDropout",
    value: "X",
    number: true,
    help: "the same of features between layers, and before the last one (0)",
  },
  "recurrent-dropout": {
    key: "model.recurrentDropout",
    value: "X",
    number: true,
    help: "rnn, gru, lstm: the same of the state where it enters the gates (0)",
  },
  "hold-gate": {
    key: "model.holdGate",
    value: "GATE",
    help: "lstm: a gate held at a constant: input, forget, output (none)",
  },
  "hold-gate-at": {
    key: "model.holdGateAt",
    value: "X",
    number: true,
    help: "lstm: the constant, from 0 to 1 (1)",
  },
  epochs: {
    key: "training.epochs",
    value: "N",
    number: true,
    help: "times through the training reviews (8; sample: 12)",
  },
  "batch-size": {
    key: "training.batchSize",
    value: "N",
    number: true,
    help: "reviews in a step (64; sample: 32)",
  },
  "learning-rate": {
    key: "optimizer.learningRate",
    value: "X",
    number: true,
    help: "Adam's learning rate (0.0003; sample: 0.003)",
  },
  "clip-norm": {
    key: "optimizer.clipNorm",
    value: "X",
    number: true,
    help: "largest global norm of the gradients; 0: no limit (0; sample: 1)",
  },
  "weight-decay": {
    key: "optimizer.weightDecay",
    value: "X",
    number: true,
    help: "decoupled weight decay, AdamW's (0)",
  },
  epsilon: {
    key: "optimizer.epsilon",
    value: "X",
    number: true,
    help: "Adam's epsilon; a larger one takes smaller steps where gradients are small (1e-8)",
  },
  buckets: {
    key: "training.buckets",
    value: "HOW",
    help: "batches of reviews of like length, or not: length, none (length)",
  },
  seed: {
    key: "training.seed",
    value: "N",
    number: true,
    help: "decides first weights and order (1)",
  },
};

/** The flags that say where and how a run is computed, not what. The YAML file may hold them too. */
export const LAUNCH_FLAGS: Flags = {
  device: { value: "NAME", help: "what computes: cpu (cpu)" },
  threads: { value: "N", number: true, help: "threads; results do not depend on them (all cores)" },
  runs: { value: "DIR", help: "folder of runs (runs)" },
};

/** All flags of `train`. */
export const TRAIN_FLAGS: Flags = {
  config: { value: "FILE", help: "YAML file with any of these options" },
  ...CONFIG_FLAGS,
  ...LAUNCH_FLAGS,
  name: { value: "NAME", help: "name of the run and its folder (model, data and a number)" },
  resume: { value: "RUN", help: "go on with a run that was interrupted, or add --epochs to it" },
  quiet: { help: "print no progress" },
  ...COMMON_FLAGS,
};

/** Where and how a run is computed. */
export interface LaunchOptions {
  /** What computes. */
  device: "cpu";
  /** The number of threads. Missing: what the device chooses. */
  threads?: number;
  /** The folder of runs. */
  runs: string;
}

const THREADS = "a whole number from 1 to 64";

/** Checks {@linkcode LaunchOptions}. A message says what was expected. */
const launchSchema = z.object({
  device: z.literal("cpu", "cpu, the only device so far").default("cpu"),
  threads: z.int(THREADS).min(1, THREADS).max(64, THREADS).exactOptional(),
  runs: z.string("a path").min(1, "a path").default("runs"),
});

/** What `train` was asked to do. */
export interface TrainRequest {
  /** The configuration, without defaults. */
  input: TrainConfigInput;
  /** Where and how. */
  launch: LaunchOptions;
}

/**
 * Joins flags and YAML file, and checks the whole.
 *
 * @param model The model named on the command line.
 * @param yaml The text of the YAML file, and its path for messages.
 * @throws {UsageError} One line: which flag or key, what was expected, what was given.
 */
export function parseTrainOptions(
  flags: ParsedFlags["flags"],
  model?: string,
  yaml?: { text: string; path: string },
): TrainRequest {
  const fromFile = yaml === undefined ? {} : parseConfigFile(yaml.text, yaml.path);
  const merged: Tree = structuredClone(fromFile);
  const flagOf = new Map<string, string>();
  const set = (key: string, value: unknown, flag: string) => {
    flagOf.set(key, flag);
    const path = key.split(".");
    const last = path.pop()!;
    let tree = merged;
    for (const name of path) {
      if (!isTree(tree[name])) tree[name] = {};
      tree = tree[name] as Tree;
    }
    tree[last] = value;
  };
  if (model !== undefined) set("model.architecture", model, "the model");
  for (const [flag, value] of flags) {
    const key = CONFIG_FLAGS[flag]?.key ?? (flag in LAUNCH_FLAGS ? flag : undefined);
    if (key !== undefined) set(key, value, `--${flag}`);
  }

  const { device, threads, runs, ...config } = merged;
  const launch = launchSchema.safeParse(withoutUndefined({ device, threads, runs }));
  const checked = trainConfigSchema.safeParse(config);
  if (launch.success && checked.success) {
    checkModel(checked.data.model?.architecture, flagOf.has("model.architecture"), yaml?.path);
    const where = (key: string) => flagOf.get(key) ?? `${yaml?.path}: ${key}`;
    checkHeldGate(checked.data, where);
    checkRecurrentDropout(checked.data, where);
    checkBigrams(checked.data, where);
    return { input: checked.data, launch: launch.data as LaunchOptions };
  }
  const failed = launch.success ? checked : launch;
  const issue = (failed as Extract<typeof checked, { success: false }>).error.issues[0]!;
  // An element of a list goes by the name of the list.
  const key = issue.path.slice(0, 2).join(".");
  const flag = flagOf.get(key);
  const where = flag ?? (yaml === undefined ? key : `${yaml.path}: ${key}`);
  throw new UsageError(`${where}: expected ${issue.message}, got ${show(valueAt(merged, key))}`);
}

type Tree = { [key: string]: unknown };

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function valueAt(tree: Tree, key: string): unknown {
  return key.split(".").reduce<unknown>((at, name) => isTree(at) ? at[name] : undefined, tree);
}

function withoutUndefined(tree: Tree): Tree {
  return Object.fromEntries(Object.entries(tree).filter(([, value]) => value !== undefined));
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? text.slice(0, 60) + "…" : text;
}

/** Parses the YAML file and refuses keys that are not known. Values are checked with the flags'. */
function parseConfigFile(text: string, path: string): Tree {
  let value: unknown;
  try {
    value = parseYaml(text);
  } catch (error) {
    throw new UsageError(`${path}: not valid YAML: ${(error as Error).message.split("\n")[0]}`);
  }
  if (value === null || value === undefined) return {};
  if (!isTree(value)) throw new UsageError(`${path}: expected sections of keys and values`);
  const keys = ["name", "model.architecture", "optimizer.name", ...Object.keys(LAUNCH_FLAGS)];
  for (const { key } of Object.values(CONFIG_FLAGS)) keys.push(key);
  const sections = new Set(
    keys.filter((key) => key.includes(".")).map((key) => key.split(".")[0]!),
  );
  for (const [name, inner] of Object.entries(value)) {
    if (!sections.has(name)) {
      if (keys.includes(name)) continue;
      throw unknownKey(path, name, [...sections, ...keys]);
    }
    if (!isTree(inner)) {
      throw new UsageError(`${path}: ${name}: expected a section of keys and values`);
    }
    for (const key of Object.keys(inner)) {
      if (!keys.includes(`${name}.${key}`)) throw unknownKey(path, `${name}.${key}`, keys);
    }
  }
  return value;
}

function unknownKey(path: string, key: string, known: readonly string[]): UsageError {
  // A flag's name, or a key without its section, is a likely slip.
  const slip = key.split(".").at(-1)!.replaceAll("_", "-");
  const meant = CONFIG_FLAGS[slip]?.key ??
    known.find((one) => one.split(".").at(-1) === key);
  const hint = meant === undefined ? didYouMean(key, known) : `; did you mean ${meant}?`;
  return new UsageError(`${path}: unknown key ${key}${hint}`);
}

function checkModel(model: string | undefined, isFlag: boolean, path: string | undefined): void {
  if (model === undefined || (architectures as readonly string[]).includes(model)) return;
  const where = isFlag || path === undefined ? "" : `${path}: `;
  throw new UsageError(
    `${where}unknown model ${model}${didYouMean(model, architectures)} (models: ${
      architectures.join(", ")
    })`,
  );
}

function checkHeldGate({ model = {} }: TrainConfigInput, where: (key: string) => string): void {
  const { architecture = "lstm", holdGate, holdGateAt } = model;
  if (holdGate !== undefined && architecture !== "lstm") {
    throw new UsageError(
      `${
        where("model.holdGate")
      }: gates can be held in an lstm alone; the model is ${architecture}`,
    );
  }
  if (holdGateAt !== undefined && holdGate === undefined) {
    throw new UsageError(`${where("model.holdGateAt")}: which gate? it goes with --hold-gate GATE`);
  }
}

function checkRecurrentDropout(
  { model = {} }: TrainConfigInput,
  where: (key: string) => string,
): void {
  const { architecture = "lstm", recurrentDropout = 0 } = model;
  if (recurrentDropout > 0 && (architecture === "cnn" || architecture === "bow")) {
    throw new UsageError(
      `${where("model.recurrentDropout")}: a ${architecture} has no recurrent layer`,
    );
  }
}

function checkBigrams({ model = {} }: TrainConfigInput, where: (key: string) => string): void {
  const { architecture = "lstm", bigramBuckets = 0 } = model;
  if (bigramBuckets > 0 && architecture !== "bow") {
    throw new UsageError(
      `${where("model.bigramBuckets")}: bigrams go with bow alone; the model is ${architecture}`,
    );
  }
}
