import { assert, assertEquals } from "@std/assert";
import { expectedValue, type Option, optionSchema } from "./option.ts";
import { listOptions } from "./options.ts";
import { completeTrainConfig, trainConfigSchema } from "./train_config.ts";

Deno.test("options: each default is within its own limits", () => {
  for (const { key, option } of listOptions()) {
    if (option.default === undefined) continue;
    assert(optionSchema(option).safeParse(option.default).success, key);
    if (option.before !== undefined) assert(optionSchema(option).safeParse(option.before).success);
  }
});

Deno.test("options: flags and labels are there once", () => {
  const options = listOptions();
  const flags = options.flatMap(({ option }) => option.flag ?? []);
  assertEquals(new Set(flags).size, flags.length);
  const labels = options.map(({ option }) => option.label);
  assertEquals(new Set(labels).size, labels.length);
});

Deno.test("options: what is out of the limits is refused with what was expected", () => {
  const cases: [Option, unknown[], unknown[], string][] = [
    [
      { kind: "integer", least: 1, most: 4, help: "", label: "" },
      [1, 4],
      [0, 5, 1.5, "1", NaN, null],
      "a whole number from 1 to 4",
    ],
    [
      { kind: "integer", least: 2, help: "", label: "" },
      [2, 2 ** 31 - 1],
      [1, 2 ** 31],
      "a whole number of at least 2",
    ],
    [
      { kind: "number", least: 0, most: 1, belowMost: true, help: "", label: "" },
      [0, 0.999],
      [1, -0.1, Infinity, "0"],
      "a number from 0 to below 1",
    ],
    [
      { kind: "number", least: 0, most: 1, aboveLeast: true, help: "", label: "" },
      [1e-30, 1],
      [0, 1.1],
      "a number above 0 and at most 1",
    ],
    [
      { kind: "number", least: 0, help: "", label: "" },
      [0, 1e30],
      [-1],
      "a number of at least 0",
    ],
    [
      { kind: "integers", least: 1, most: 9, mostNumbers: 2, help: "", label: "" },
      [[1], [9, 1]],
      [[], [0], [1, 2, 3], 4],
      "whole numbers from 1 to 9, at most 2 of them",
    ],
    [
      { kind: "choice", choices: ["a", "b"], help: "", label: "" },
      ["a", "b"],
      ["c", 1],
      "one of a, b",
    ],
    [{ kind: "boolean", help: "", label: "" }, [true, false], ["true", 1], "true or false"],
    [{ kind: "choice", choices: ["a"], help: "", label: "" }, ["a"], ["b"], "a"],
    [{ kind: "text", help: "", label: "" }, ["a"], ["", 1], "some text"],
    [
      { kind: "text", pattern: /^[a-z]+$/, patternText: "letters", help: "", label: "" },
      ["a"],
      ["", "a1", 1],
      "letters",
    ],
  ];
  for (const [option, good, bad, expected] of cases) {
    assertEquals(expectedValue(option), expected);
    for (const value of good) assert(optionSchema(option).safeParse(value).success, `${value}`);
    for (const value of bad) {
      const result = optionSchema(option).safeParse(value);
      assert(!result.success, `${value}`);
      assertEquals(result.error.issues[0]!.message, expected);
    }
  }
});

Deno.test("options: a number that 32 bits cannot hold is refused", () => {
  const schema = optionSchema({ kind: "number", least: 0 });
  for (const value of [1e-300, 1e39]) {
    assertEquals(
      schema.safeParse(value).error?.issues[0]?.message,
      "a number of at least 0, one that 32 bits can hold",
    );
  }
});

Deno.test("a configuration is complete with its defaults, those of the sample on top", () => {
  const imdb = completeTrainConfig({}, "imdb");
  assertEquals([imdb.model.hiddenSize, imdb.training.epochs, imdb.optimizer.clipNorm], [64, 8, 0]);
  const sample = completeTrainConfig({ training: { epochs: 3 } }, "sample");
  assertEquals([sample.training.epochs, sample.training.batchSize], [3, 32]);
  assertEquals([sample.optimizer.learningRate, sample.optimizer.clipNorm], [3e-3, 1]);
  assertEquals(imdb.model.filters, undefined);
});

Deno.test("a configuration with a key that is not known, or a bad value, is refused by its path", () => {
  const issue = (value: unknown) => {
    const result = trainConfigSchema.safeParse(value);
    return result.success ? undefined : result.error.issues[0];
  };
  assertEquals(issue({ model: { hiddenSize: 0 } })?.path, ["model", "hiddenSize"]);
  assertEquals(issue({ model: { hiddenSize: 0 } })?.message, "a whole number from 1 to 4096");
  assert(issue({ model: { hidden: 64 } }) !== undefined);
  assertEquals(issue({ model: 3 })?.message, "a section of keys and values");
  assertEquals(issue({ model: { architecture: "lstm" }, training: { epochs: 2 } }), undefined);
});
