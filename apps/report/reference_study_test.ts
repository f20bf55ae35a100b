import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { exampleStudy } from "./_example_study.ts";
import { exampleRun } from "./_example_runs.ts";
import { parseReferenceStudy, referenceName } from "./reference_study.ts";

Deno.test("parseReferenceStudy() reads a study", () => {
  const study = parseReferenceStudy(JSON.stringify(exampleStudy()), "study.json");
  assertEquals(study.models["lstm"]!.history.length, 3);
  assertEquals(study.gateAblation, { forget: { testLoss: 0.76, testAccuracy: 0.67 } });
});

Deno.test("parseReferenceStudy() says in one line what is wrong", () => {
  const study = exampleStudy();
  const cases: [string, string][] = [
    ["{", "s: not valid JSON"],
    ["[]", "s: not the figures of a study: expected object, received array"],
    [
      JSON.stringify({ ...study, models: { lstm: { history: [] } } }),
      "s: not the figures of a study: models.lstm.history",
    ],
    [
      JSON.stringify(study).replace('"testAccuracy":0.7,', '"testAccuracy":70,'),
      "s: not the figures of a study: models.lstm.history[0].testAccuracy: Too big",
    ],
  ];
  for (const [text, expected] of cases) {
    const { message } = assertThrows(() => parseReferenceStudy(text, "s"), Error) as Error;
    assert(message.startsWith(expected) && !message.includes("\n"), message);
  }
});

Deno.test("parseReferenceStudy() reads or refuses any JSON", () => {
  fc.assert(fc.property(fc.json(), (text) => {
    try {
      parseReferenceStudy(text, "s");
    } catch (error) {
      assert(/^s: not [^\n]+$/.test((error as Error).message), `${error}`);
    }
  }));
});

Deno.test("referenceName() goes by the recipe's name, else by what the model is", () => {
  const study = exampleStudy();
  const name = (example: Parameters<typeof exampleRun>[0]) =>
    referenceName(study, exampleRun(example).record);
  assertEquals(name({ model: { architecture: "lstm", layers: 1, pool: "last" } }), "lstm");
  assertEquals(name({ model: { architecture: "lstm", layers: 2 } }), "lstm-2-layers");
  assertEquals(name({ name: "mine", model: { architecture: "lstm" } }), "lstm");
  assertEquals(name({ name: "lstm", model: { architecture: "lstm", pool: "mean" } }), "lstm");
  assertEquals(name({ model: { architecture: "lstm", pool: "mean" } }), undefined);
  assertEquals(name({ model: { architecture: "lstm", holdGate: "forget" } }), undefined);
  assertEquals(name({ model: { architecture: "lstm", bidirectional: true } }), undefined);
  assertEquals(name({ model: { architecture: "toString" } }), undefined);
  assertEquals(name({ model: { architecture: "lstm", layerDropout: 0 } }), "lstm");
  for (const option of ["embeddingDropout", "layerDropout", "recurrentDropout"]) {
    assertEquals(name({ model: { architecture: "lstm", [option]: 0.1 } }), "lstm");
  }
  const variant = { model: { architecture: "lstm", filters: [64] } };
  assertEquals(name({ name: "cnn-1-layer", ...variant }), undefined);
});
