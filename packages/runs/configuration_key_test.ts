import { assertEquals, assertNotEquals } from "@std/assert";
import { exampleRunRecord } from "./_example_run_record.ts";
import { configurationKey } from "./configuration_key.ts";
import type { RunConfiguration } from "./run_record.ts";

const record = exampleRunRecord();

function withConfiguration(change: Partial<RunConfiguration>): string {
  return configurationKey({ ...record, configuration: { ...record.configuration, ...change } });
}

Deno.test("configurationKey() is the same for other seeds, places and orders of options", () => {
  const { model, training, data, optimizer } = record.configuration;
  assertEquals(
    configurationKey({
      ...record,
      id: "another",
      seeds: { data: 1, model: 2, training: 2 },
      data: { ...record.data, location: "elsewhere" },
      configuration: {
        training: { ...training, seed: 2 },
        optimizer,
        data: { ...data, source: "a/path" },
        model: { seed: 2, hiddenSize: 16, embeddingSize: 8, architecture: model.architecture },
      },
    }),
    configurationKey(record),
  );
});

Deno.test("configurationKey() of a record that lacks later options is that of one with what these were", () => {
  const { model, optimizer } = record.configuration;
  const none = { embeddingDropout: 0, layerDropout: 0, recurrentDropout: 0 };
  assertEquals(withConfiguration({ model: { ...model, ...none } }), configurationKey(record));
  assertEquals(
    withConfiguration({ optimizer: { ...optimizer, epsilon: 1e-8 } }),
    configurationKey(record),
  );
});

Deno.test("configurationKey() differs where something else is computed", () => {
  const { model, training, optimizer } = record.configuration;
  const keys = [
    configurationKey(record),
    withConfiguration({ model: { ...model, hiddenSize: 17 } }),
    withConfiguration({ model: { ...model, holdGate: { gate: "forget", heldAt: 1 } } }),
    withConfiguration({ model: { ...model, layerDropout: 0.1 } }),
    withConfiguration({ training: { ...training, epochs: 4 } }),
    withConfiguration({ optimizer: { ...optimizer, epsilon: 1e-6 } }),
    configurationKey({ ...record, data: { ...record.data, fingerprint: "f".repeat(64) } }),
    configurationKey({ ...record, initialization: { embedding: "normal(0, 1)" } }),
    configurationKey({
      ...record,
      device: { device: "webgpu", backend: "webgpu", adapter: "one" },
    }),
  ];
  assertEquals(new Set(keys).size, keys.length);
  assertNotEquals(keys[0], "");
});
