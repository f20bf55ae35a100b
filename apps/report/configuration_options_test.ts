import { assertEquals } from "@std/assert";
import { exampleRun } from "./_example_runs.ts";
import { configurationOptions } from "./configuration_options.ts";

Deno.test("configurationOptions() is flat, in order, and without seeds and places", () => {
  const { record } = exampleRun({ model: { architecture: "cnn", filters: [8, 8] } });
  assertEquals([...configurationOptions(record)], [
    ["architecture", "cnn"],
    ["batchSize", "64"],
    ["dataSet", "imdb"],
    ["device", "cpu"],
    ["embeddingSize", "32"],
    ["epochs", "4"],
    ["examples", "[600,0,200]"],
    ["filters", "[8,8]"],
    ["fingerprint", "ab".repeat(32)],
    ["hiddenSize", "64"],
    ["initialization", '["uniform(-0.05, 0.05)"]'],
    ["learningRate", "0.0003"],
    ["maxLength", "493"],
    ["optimizerName", "adam"],
  ]);
});
