import { assertEquals } from "@std/assert";
import { type ExampleRun, exampleRun } from "./_example_runs.ts";
import { labelConfigurations } from "./configuration_labels.ts";

function labels(...examples: ExampleRun[]): string[] {
  return labelConfigurations(examples.map((example) => exampleRun(example).record));
}

Deno.test("labelConfigurations() names models by what they are", () => {
  assertEquals(
    labels(
      { model: { architecture: "lstm", layers: 1, bidirectional: false, pool: "last" } },
      { model: { architecture: "lstm", layers: 2 } },
      { model: { architecture: "gru", layers: 2, bidirectional: true, merge: "sum" } },
      { model: { architecture: "lstm", bidirectional: true, pool: "max" } },
      { model: { architecture: "bow", bigramBuckets: 1024 } },
      { model: { architecture: "bow", bigramBuckets: 0 } },
      { model: { architecture: "lstm", holdGate: "forget" } },
      { model: { architecture: "lstm", holdGate: "input", holdGateAt: 0.731 } },
      { name: "the-recipe's", model: { architecture: "cnn" } },
    ),
    [
      "lstm",
      "lstm, 2 layers",
      "gru, 2 layers, bidirectional (sum)",
      "lstm, bidirectional, max pooling",
      "bow, hashed bigrams",
      "bow",
      "lstm, forget gate held at 1",
      "lstm, input gate held at 0.731",
      "the-recipe's",
    ],
  );
});

Deno.test("labelConfigurations() adds to namesakes the options in which they differ", () => {
  assertEquals(
    labels(
      { model: { architecture: "lstm", hiddenSize: 32 } },
      { model: { architecture: "lstm", hiddenSize: 64 }, epochs: 8 },
      { model: { architecture: "lstm", hiddenSize: 64, recurrentDropout: 0.1 } },
      { model: { architecture: "cnn" } },
    ),
    [
      "lstm (epochs 4, hidden size 32, recurrent dropout none)",
      "lstm (epochs 8, hidden size 64, recurrent dropout none)",
      "lstm (epochs 4, hidden size 64, recurrent dropout 0.1)",
      "cnn",
    ],
  );
});
