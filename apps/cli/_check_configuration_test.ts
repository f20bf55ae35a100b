import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../command_line/usage_error.ts";
import { makeTrainRequest, type TrainFlags } from "./_train_request.ts";

/** As the flags and the file of `train` are checked. */
function request(flags: TrainFlags, yaml?: string, model?: string) {
  const file = yaml === undefined ? undefined : { text: yaml, path: "recipe.yaml" };
  return makeTrainRequest(flags, model, file);
}

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
  assertThrows(
    () => request({}, "model: { architecture: lstn }\n"),
    UsageError,
    "recipe.yaml: model.architecture: unknown model lstn; did you mean lstm?",
  );
  refused({}, "lstn", "unknown model lstn; did you mean lstm? (models: bow, cnn, rnn, gru, lstm)");
});
