import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { UsageError } from "../command_line/usage_error.ts";
import { makeTrainRequest, type TrainFlags } from "./_train_request.ts";

function request(flags: TrainFlags, yaml?: string, model?: string) {
  const file = yaml === undefined ? undefined : { text: yaml, path: "recipe.yaml" };
  return makeTrainRequest(flags, model, file);
}

Deno.test("flags beat the file", () => {
  const yaml = "training: { epochs: 3, batchSize: 8 }\nmodel: { architecture: lstm }\nthreads: 2\n";
  const { input, launch } = request({ epochs: 5, hidden: 16, runs: "r" }, yaml);
  assertEquals(input, {
    training: { epochs: 5, batchSize: 8 },
    model: { architecture: "lstm", hiddenSize: 16 },
  });
  assertEquals(launch, { device: "cpu", threads: 2, runs: "r" });
  assertEquals(request({}), { input: {}, launch: { device: "cpu", runs: "runs" } });
  assertEquals(request({}, "# nothing\n").input, {});
});

Deno.test("options that go with other models are refused, unless they change nothing", () => {
  const refused = (flags: TrainFlags, model: string, message: string) =>
    assertEquals(assertThrows(() => request(flags, undefined, model), UsageError).message, message);
  refused(
    { "bigram-buckets": 9 },
    "lstm",
    "--bigram-buckets: goes with bow alone; the model is lstm",
  );
  refused({ "hold-gate": "input" }, "gru", "--hold-gate: goes with lstm alone; the model is gru");
  refused({ filters: [4] }, "bow", "--filters: goes with cnn alone; the model is bow");
  for (const model of ["cnn", "bow"]) {
    refused(
      { "recurrent-dropout": 0.1 },
      model,
      `--recurrent-dropout: goes with rnn, gru, lstm alone; the model is ${model}`,
    );
    request({ "recurrent-dropout": 0, "layer-dropout": 0.5, "embedding-dropout": 0.5 }, "", model);
  }
  request({ "bigram-buckets": 0 }, undefined, "lstm");
  const yaml = "model: { architecture: cnn, recurrentDropout: 0.1 }";
  assertThrows(
    () => request({}, yaml),
    UsageError,
    "recipe.yaml: model.recurrentDropout: goes with rnn, gru, lstm alone; the model is cnn",
  );
  assertEquals(
    request({ "recurrent-dropout": 0.1 }, undefined, "gru").input.model?.recurrentDropout,
    0.1,
  );
});

Deno.test("a model that cannot be built is refused by its options' names", () => {
  const refused = (flags: TrainFlags, model: string, message: string, yaml?: string) =>
    assertEquals(assertThrows(() => request(flags, yaml, model), UsageError).message, message);
  const words = "filters and widths must name one or more convolutions each, not 2 and 1";
  refused({ filters: [64, 64], widths: [5] }, "cnn", `--filters and --widths: ${words}`);
  refused({ widths: [5], filters: [64, 64] }, "cnn", `--widths and --filters: ${words}`);
  refused(
    { widths: [5] },
    "cnn",
    `recipe.yaml: model.filters and --widths: ${words}`,
    "model: { filters: [64, 64] }",
  );
  assertEquals(request({ widths: [5, 5, 3] }, undefined, "cnn").input.model?.widths, [5, 5, 3]);
  refused(
    { "hold-gate-at": 0.5 },
    "lstm",
    "--hold-gate-at: which gate? it goes with --hold-gate GATE",
  );
  refused({}, "lstn", "unknown model lstn; did you mean lstm? (models: bow, cnn, rnn, gru, lstm)");
});

Deno.test("a configuration file is checked key by key", () => {
  const refused = (yaml: string, message: string) =>
    assertThrows(() => request({}, yaml), UsageError, `recipe.yaml: ${message}`);
  refused("trainning:\n  epochs: 3\n", "unknown key trainning; did you mean training?");
  refused("epochs: 3\n", "unknown key epochs; did you mean training.epochs?");
  refused("data:\n  train-size: 3\n", "unknown key data.train-size; did you mean data.trainSize?");
  refused("data:\n  train_size: 3\n", "unknown key data.train_size; did you mean data.trainSize?");
  refused("xyzzy: 1\n", "unknown key xyzzy");
  refused("__proto__: { epochs: 1 }\n", "unknown key __proto__");
  refused(
    "training:\n  epochs: many\n",
    'training.epochs: expected a whole number from 1 to 100000, got "many"',
  );
  refused("model:\n  filters: [4, x]\n", "model.filters: expected whole numbers from 1 to 4096");
  refused("data: { labels: stars }\n", "data.labels: expected one of sentiment, rating");
  refused("threads: many\n", 'threads: expected a whole number from 1 to 64, got "many"');
  refused("device: gpu\n", 'device: expected cpu, got "gpu"');
  refused("training: 3\n", "training: expected a section of keys and values");
  refused("- 1\n", "expected sections");
  refused("training: {epochs: [\n", "not valid YAML");
  refused(
    "model: { architecture: lstn }\n",
    "model.architecture: unknown model lstn; did you mean",
  );
});

Deno.test("any file is accepted or refused as bad usage, in one line", () => {
  const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.double());
  const key = fc.constantFrom("data", "training", "model", "epochs", "seed", "source", "name", "x");
  const tree = fc.dictionary(key, fc.oneof(value, fc.dictionary(key, value)));
  fc.assert(fc.property(fc.oneof(fc.string(), tree.map((tree) => JSON.stringify(tree))), (yaml) => {
    try {
      request({}, yaml);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      assertEquals(error.message.includes("\n"), false);
    }
  }));
});

Deno.test("the files in configs/ that are no recipes are configurations of train", async () => {
  const path = new URL("../../configs/fast.yaml", import.meta.url);
  const { input } = request({ "train-size": 9788 }, await Deno.readTextFile(path));
  assertEquals(input.model?.architecture, "bow");
  assertEquals(input.data?.trainSize, 9788);
});
