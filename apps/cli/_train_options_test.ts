import { assertEquals, assertThrows } from "@std/assert";
import { completeTrainConfig, trainConfigSchema } from "@sluice/train/train_config";
import fc from "fast-check";
import { CONFIG_FLAGS, parseTrainOptions } from "./_train_options.ts";
import { UsageError } from "./_usage_error.ts";

type Values = Record<string, string | number | boolean | (string | number)[]>;

function parse(flags: Values, yaml?: string, model?: string) {
  const file = yaml === undefined ? undefined : { text: yaml, path: "recipe.yaml" };
  return parseTrainOptions(new Map(Object.entries(flags)), model, file);
}

Deno.test("flags beat the file", () => {
  const yaml = "training: { epochs: 3, batchSize: 8 }\nmodel: { architecture: lstm }\nthreads: 2\n";
  const { input, launch } = parse({ epochs: 5, hidden: 16, runs: "r" }, yaml);
  assertEquals(input, {
    training: { epochs: 5, batchSize: 8 },
    model: { architecture: "lstm", hiddenSize: 16 },
  });
  assertEquals(launch, { device: "cpu", threads: 2, runs: "r" });
  assertEquals(parse({}), { input: {}, launch: { device: "cpu", runs: "runs" } });
  assertEquals(parse({}, "# nothing\n").input, {});
});

Deno.test("values that make no sense are refused by the flag's name", () => {
  const refused = (flags: Values, message: string) =>
    assertThrows(() => parse(flags), UsageError, message);
  refused({ epochs: 1.5 }, "--epochs: expected a whole number of at least 1");
  refused({ epochs: 1e9 }, "and at most 100000, got 1000000000");
  refused({ "learning-rate": -1 }, "--learning-rate: expected a number above 0 and at most 1");
  refused(
    { "learning-rate": "fast" },
    "--learning-rate: expected a number above 0 and at most 1, got",
  );
  refused({ "validation-share": 1 }, "--validation-share: expected a number from 0 to below 1");
  refused({ "weight-decay": -1 }, "--weight-decay: expected a number of at least 0");
  refused({ "layer-dropout": 1 }, "--layer-dropout: expected a number from 0 to below 1, got 1");
  refused({ "embedding-dropout": "x" }, "--embedding-dropout: expected a number from 0 to below");
  refused({ merge: "max" }, "--merge: expected one of concat, sum, average, multiply");
  refused({ device: "gpu" }, '--device: expected cpu, the only device so far, got "gpu"');
  refused({ threads: 0 }, "--threads: expected a whole number from 1 to 64");
  refused({ filters: [64, "x"] }, "--filters: expected whole numbers from 1 to 4096, one a conv");
  refused({ widths: [0] }, "--widths: expected whole numbers");
  refused({ "bigram-buckets": 3e6 }, "--bigram-buckets: expected a whole number of at least 0 and");
  refused(
    { "bigram-buckets": 9 },
    "--bigram-buckets: bigrams go with bow alone; the model is lstm",
  );
  refused({ "vocab-size": 256 }, "--vocab-size: expected a whole number of at least 257");
});

Deno.test("recurrent dropout goes with a recurrent model alone", () => {
  const dropout = { "recurrent-dropout": 0.1 };
  for (const model of ["cnn", "bow"]) {
    assertThrows(
      () => parse(dropout, undefined, model),
      UsageError,
      `--recurrent-dropout: a ${model} has no recurrent layer`,
    );
    parse({ "recurrent-dropout": 0, "layer-dropout": 0.5, "embedding-dropout": 0.5 }, "", model);
  }
  const yaml = "model: { architecture: cnn, recurrentDropout: 0.1 }";
  assertThrows(() => parse({}, yaml), UsageError, "recipe.yaml: model.recurrentDropout: a cnn has");
  assertEquals(parse(dropout, undefined, "gru").input.model?.recurrentDropout, 0.1);
});

Deno.test("a configuration file is checked key by key", () => {
  const refused = (yaml: string, message: string) =>
    assertThrows(() => parse({}, yaml), UsageError, `recipe.yaml: ${message}`);
  refused("trainning:\n  epochs: 3\n", "unknown key trainning; did you mean training?");
  refused("epochs: 3\n", "unknown key epochs; did you mean training.epochs?");
  refused("data:\n  train-size: 3\n", "unknown key data.train-size; did you mean data.trainSize?");
  refused("data:\n  train_size: 3\n", "unknown key data.train_size; did you mean data.trainSize?");
  refused("xyzzy: 1\n", "unknown key xyzzy");
  refused("__proto__: { epochs: 1 }\n", "unknown key __proto__");
  refused("training:\n  epochs: many\n", "training.epochs: expected a whole number");
  refused("threads: many\n", "threads: expected a whole number from 1 to 64");
  refused("training: 3\n", "training: expected a section of keys and values");
  refused("- 1\n", "expected sections");
  refused("training: {epochs: [\n", "not valid YAML");
  refused("model: { architecture: lstn }\n", "unknown model lstn; did you mean lstm?");
});

Deno.test("any file is accepted or refused as bad usage, in one line", () => {
  const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.double());
  const key = fc.constantFrom("data", "training", "model", "epochs", "seed", "source", "name", "x");
  const tree = fc.dictionary(key, fc.oneof(value, fc.dictionary(key, value)));
  fc.assert(fc.property(fc.oneof(fc.string(), tree.map((tree) => JSON.stringify(tree))), (yaml) => {
    try {
      parse({}, yaml);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      assertEquals(error.message.includes("\n"), false);
    }
  }));
});

Deno.test("every flag of the configuration has a place in its schema", () => {
  for (const [flag, { key }] of Object.entries(CONFIG_FLAGS)) {
    const [section = "", name = ""] = key.split(".");
    const result = trainConfigSchema.safeParse({ [section]: { [name]: null } });
    assertEquals(result.success, false, flag);
    if (!result.success) assertEquals(result.error.issues[0]?.path, [section, name], flag);
  }
});

Deno.test("every option with a default has a flag", () => {
  const { name: _name, ...sections } = completeTrainConfig({}, "imdb");
  const keys = new Set(Object.values(CONFIG_FLAGS).map((flag) => flag.key));
  for (const [section, options] of Object.entries(sections)) {
    for (const option of Object.keys(options)) {
      const key = `${section}.${option}`;
      if (key === "model.architecture" || key === "optimizer.name") continue;
      assertEquals(keys.has(key), true, key);
    }
  }
});

Deno.test("a complete configuration passes its own schema", () => {
  for (const data of ["imdb", "sample"]) {
    const config = completeTrainConfig({}, data);
    assertEquals(trainConfigSchema.parse(config), config);
  }
});

Deno.test("configs/fast.yaml is a configuration of train", async () => {
  const path = new URL("../../configs/fast.yaml", import.meta.url);
  const { input } = parse({ "train-size": 9788 }, await Deno.readTextFile(path));
  assertEquals(input.model?.architecture, "bow");
  assertEquals(input.data?.trainSize, 9788);
});
