import { assertEquals, assertThrows } from "@std/assert";
import { checkModelConfig } from "./check_model_config.ts";
import { countParameters } from "./count_parameters.ts";
import { createModel } from "./create_model.ts";
import { type ModelConfig, pools } from "./model_config.ts";

const BASE = { vocabSize: 50, embeddingSize: 6, hiddenSize: 5, seed: 3 };

Deno.test("countParameters() counts what createModel() makes", () => {
  const configs: ModelConfig[] = [
    { ...BASE, architecture: "bow" },
    { ...BASE, architecture: "bow", bigramBuckets: 99, outputs: 8 },
    { ...BASE, architecture: "cnn" },
    { ...BASE, architecture: "cnn", filters: [3, 9, 4], widths: [1, 4, 2], outputs: 3 },
  ];
  for (const architecture of ["lstm", "gru", "rnn"] as const) {
    for (const pool of pools) {
      for (const merge of ["concat", "sum"] as const) {
        for (const bidirectional of [false, true]) {
          const layers = 1 + configs.length % 3;
          configs.push({ ...BASE, architecture, pool, merge, bidirectional, layers });
        }
      }
    }
  }
  for (const config of configs) {
    const model = createModel(config);
    assertEquals(countParameters(config), model.countParams(), JSON.stringify(config));
    model.dispose();
  }
});

Deno.test("a model that no machine holds is refused before it is made", () => {
  const config: ModelConfig = {
    ...{ architecture: "lstm", vocabSize: 257, embeddingSize: 4096, hiddenSize: 4096, layers: 16 },
    seed: 1,
  };
  const { message } = assertThrows(() => checkModelConfig(config), RangeError) as Error;
  assertEquals(
    message,
    "the model would have 2,148,802,561 weights, and at most 268,435,456 fit; choose smaller sizes",
  );
});
