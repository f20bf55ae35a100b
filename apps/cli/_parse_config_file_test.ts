import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { UsageError } from "../command_line/usage_error.ts";
import { parseConfigFile } from "./_parse_config_file.ts";

Deno.test("a configuration file tells the configuration, and where and how it is computed", () => {
  const yaml =
    "training: { epochs: 3 }\nmodel: { architecture: lstm, filters: [4, 5] }\nthreads: 2\n";
  assertEquals(parseConfigFile(yaml, "recipe.yaml"), {
    config: { training: { epochs: 3 }, model: { architecture: "lstm", filters: [4, 5] } },
    launch: { threads: 2 },
  });
  assertEquals(parseConfigFile("# nothing\n", "recipe.yaml"), { config: {}, launch: {} });
});

Deno.test("a configuration file is checked key by key", () => {
  const refused = (yaml: string, message: string) =>
    assertThrows(() => parseConfigFile(yaml, "recipe.yaml"), UsageError, `recipe.yaml: ${message}`);
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
});

Deno.test("any file is accepted or refused as bad usage, in one line", () => {
  const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.double());
  const key = fc.constantFrom("data", "training", "model", "epochs", "seed", "source", "name", "x");
  const tree = fc.dictionary(key, fc.oneof(value, fc.dictionary(key, value)));
  fc.assert(fc.property(fc.oneof(fc.string(), tree.map((tree) => JSON.stringify(tree))), (yaml) => {
    try {
      parseConfigFile(yaml, "recipe.yaml");
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      assertEquals(error.message.includes("\n"), false);
    }
  }));
});
