import type { CpuSummary } from "@sluice/runs";
import { assertEquals } from "@std/assert";
import { exampleRun, readExampleRuns } from "./_example_runs.ts";
import { compareRuns } from "./comparisons.ts";
import { conditions } from "./conditions.ts";

Deno.test("conditions() tells what all runs share, and everything that computed", async () => {
  const device = exampleRun().record.device as CpuSummary;
  const runs = await readExampleRuns([
    { seed: 1, fields: { initialization: { "lstm_1.kernel": "A", "embedding.embeddings": "B" } } },
    { seed: 2, fields: { device: { ...device, threads: 1 } } },
    { model: { architecture: "cnn", hiddenSize: 32 }, fields: { initialization: { kernel: "C" } } },
  ]);
  const { shared, differing, initialization, machines, versions } = conditions(
    compareRuns(runs, [])[0]!,
  );
  assertEquals(shared, {
    batchSize: "64",
    device: "cpu",
    embeddingSize: "32",
    epochs: "4",
    learningRate: "0.0003",
    maxLength: "493",
    optimizerName: "adam",
  });
  assertEquals(differing, [
    { options: { hiddenSize: "32" }, labels: ["cnn"] },
    {
      options: { hiddenSize: "64" },
      labels: [
        'lstm (initialization ["A","B"])',
        'lstm (initialization ["uniform(-0.05, 0.05)"])',
      ],
    },
  ]);
  assertEquals(initialization, {
    embedding: ["uniform(-0.05, 0.05)"],
    embeddings: ["B"],
    kernel: ["A", "C"],
  });
  assertEquals(machines, [
    "Example CPU, 1 of 2 threads, device cpu (backend sluice, SIMD relaxed)",
    "Example CPU, 2 of 2 threads, device cpu (backend sluice, SIMD relaxed)",
  ]);
  assertEquals(versions, ["Sluice 0.1.0, Deno 2.9.6, TensorFlow.js 4.22.0"]);
});
