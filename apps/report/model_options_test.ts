import { assertEquals } from "@std/assert";
import { runOptions } from "@sluice/runs/options";
import { modelOptions } from "./model_options.ts";

Deno.test("modelOptions() sorts every option of a model", () => {
  assertEquals(
    modelOptions("structure", "variant", "size", "trained").sort(),
    Object.keys(runOptions.model).sort(),
  );
  assertEquals(modelOptions("size"), ["embeddingSize", "hiddenSize"]);
});
