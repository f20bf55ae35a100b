import { assert, assertEquals, assertThrows } from "@std/assert";
import { parse } from "@std/yaml";
import * as fc from "fast-check";
import { parseRecipe } from "./recipe.ts";

const lstm = { name: "a", model: { architecture: "lstm" } };

Deno.test("parseRecipe: a row's options beat the shared ones", () => {
  const { seeds, rows } = parseRecipe({
    data: { trainSize: 10 },
    model: { hiddenSize: 8, layers: 2 },
    training: { epochs: 3, seed: 7 },
    rows: [lstm, {
      name: "b",
      from: "ours",
      model: { architecture: "gru", layers: 1 },
      training: { epochs: 5 },
    }],
  }, "x.yaml");
  assertEquals(seeds, 1);
  assertEquals(rows.map(({ name, from, ablate }) => [name, from, ablate]), [
    ["a", "study", false],
    ["b", "ours", false],
  ]);
  assertEquals(rows[1]!.input, {
    name: "b",
    data: { trainSize: 10 },
    model: { architecture: "gru", hiddenSize: 8, layers: 1 },
    optimizer: {},
    training: { epochs: 5, seed: 7 },
  });
});

Deno.test("parseRecipe: what is wrong is named by row and key", () => {
  const refused: [unknown, string][] = [
    [null, "x.yaml: expected sections of keys and values, got null"],
    [{ rows: [] }, "x.yaml: rows: expected a list of at least one row"],
    [{ rows: [lstm], seeds: 0 }, "x.yaml: seeds: expected a whole number from 1 to 1000, got 0"],
    [{ rows: [lstm], sedes: 1 }, "x.yaml: unknown key sedes"],
    [{ rows: [lstm], training: { epoch: 1 } }, "x.yaml: unknown key training.epoch"],
    [{ rows: [lstm, lstm] }, "x.yaml: row a: name: two rows have this name"],
    [
      { rows: [{ ...lstm, model: { architecture: "lsmt" } }] },
      'row a: model: unknown architecture "lsmt"',
    ],
    [{ rows: [{ ...lstm, model: {} }] }, "row a: model.architecture: expected a model's name"],
    [
      { rows: [{ ...lstm, model: { layers: "two" } }] },
      "row a: model.layers: expected a whole number",
    ],
    [{ rows: [{ ...lstm, model: { layer: 2 } }] }, "x.yaml: row a: unknown key model.layer"],
    [{ rows: [{ ...lstm, data: { trainSize: 5 } }] }, "x.yaml: row a: unknown key data"],
    [{ rows: [{ model: {} }] }, "x.yaml: row 1: name: expected letters"],
    [{ rows: [{ ...lstm, name: "../up" }] }, "row ../up: name: expected letters"],
    [
      { rows: [{ name: "c", model: { architecture: "cnn" }, ablate: true }] },
      "row c: ablate: gates",
    ],
    [
      { rows: [{ name: "c", model: { architecture: "cnn", holdGate: "input" } }] },
      "row c: model: gates",
    ],
  ];
  for (const [value, message] of refused) {
    const error = assertThrows(() => parseRecipe(value, "x.yaml"), Error, message);
    assert(!error.message.includes("\n"));
  }
});

Deno.test("parseRecipe: any value is accepted or refused in one line", () => {
  const key = fc.constantFrom("rows", "name", "model", "data", "seeds", "architecture", "x");
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(null, 1, "lstm", true, "a\nb"),
      fc.dictionary(key, tie("tree"), { maxKeys: 4 }),
      fc.array(tie("tree"), { maxLength: 2 }),
    ),
  }));
  fc.assert(fc.property(tree, (value) => {
    try {
      parseRecipe(value, "x.yaml");
    } catch (error) {
      assert((error as Error).message.startsWith("x.yaml: "), (error as Error).message);
      assert(!/\n/.test((error as Error).message), (error as Error).message);
    }
  }));
});

Deno.test("parseRecipe: the recipes of this repository are sound", async () => {
  const path = new URL("../../configs/reference.yaml", import.meta.url);
  const { rows, seeds } = parseRecipe(parse(await Deno.readTextFile(path)), "reference.yaml");
  assertEquals(seeds, 3);
  assertEquals(
    rows.filter(({ from }) => from === "study").map(({ name, input }) => [
      name,
      input.training!.epochs,
    ]),
    [
      ["cnn", 30],
      ["rnn", 30],
      ["lstm", 30],
      ["lstm-2-layers", 20],
      ["lstm-bidirectional-concat", 20],
      ["lstm-bidirectional-sum", 20],
      ["lstm-bidirectional-average", 20],
      ["lstm-bidirectional-multiply", 20],
    ],
  );
  const dropouts = new Set(rows.map(({ input: { model } }) => {
    const family = ["bow", "cnn"].includes(model!.architecture!) ? "without" : "recurrent";
    return `${family} ${model!.embeddingDropout ?? 0} ${model!.layerDropout ?? 0}`;
  }));
  assertEquals([...dropouts].sort(), ["recurrent 0.7 0.5", "without 0 0"], "a family is alike");
  assertEquals(
    rows.filter(({ from }) => from === "ours").map(({ name }) => name),
    [
      ...["bow", "cnn-2-layers", "gru", "lstm-mean", "lstm-max", "lstm-attention"],
      ...["lstm-without-input-gate", "lstm-without-forget-gate", "lstm-without-output-gate"],
    ],
  );
});
