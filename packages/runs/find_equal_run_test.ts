import { assertEquals } from "@std/assert";
import { exampleRunRecord } from "./_example_run_record.ts";
import { findEqualRun } from "./find_equal_run.ts";
import { lockRun } from "./run_lock.ts";
import type { RunRecord } from "./run_record.ts";
import { completeTrainConfig } from "./train_config.ts";

const input = {
  name: "a",
  model: { architecture: "lstm", hiddenSize: 16 },
  training: { epochs: 3, seed: 1 },
};
const config = completeTrainConfig(input, "sample");
const wanted = { config, fingerprint: exampleRunRecord().data.fingerprint, device: "cpu" } as const;

Deno.test("findEqualRun: a finished run before a stopped one, none that differs", async () => {
  const runs = await Deno.makeTempDir();
  const write = async (id: string, fields: Partial<RunRecord>) => {
    const record = exampleRunRecord({
      configuration: config as unknown as RunRecord["configuration"],
      ...fields,
    });
    await Deno.mkdir(`${runs}/${id}`);
    await Deno.writeTextFile(`${runs}/${id}/run.json`, JSON.stringify(record));
  };
  const configured = (training: object, data: object = {}, name = "a") => ({
    configuration: {
      ...config,
      name,
      data: { ...config.data, ...data },
      training: { ...config.training, ...training },
    } as unknown as RunRecord["configuration"],
  });
  const find = async () => (await findEqualRun(runs, wanted))?.folder;
  try {
    assertEquals(await findEqualRun(`${runs}/none`, wanted), undefined);
    await write("a-seed", configured({ seed: 2 }));
    await write("b-epochs", configured({ epochs: 4 }));
    await write("c-examples", configured({}, { trainSize: 100 }));
    const { data } = exampleRunRecord();
    await write("d-data", { data: { ...data, fingerprint: "1".repeat(64) } });
    await Deno.mkdir(`${runs}/e-cut`);
    await Deno.writeTextFile(`${runs}/e-cut/run.json`, '{ "version": 1, "id"');
    await Deno.writeTextFile(`${runs}/notes.txt`, "no run");
    assertEquals(await find(), undefined);
    const model = { ...config.model, recurrentDropout: 0.1 };
    const dropped = { ...config, model } as unknown as RunRecord["configuration"];
    await write("e-dropout", { configuration: dropped });
    assertEquals(await find(), undefined);
    // As recorded before there was dropout.
    const { embeddingDropout: _e, layerDropout: _l, recurrentDropout: _r, ...early } = config.model;
    const configuration = { ...config, model: early } as unknown as RunRecord["configuration"];
    await write("f-stopped", { status: "interrupted", configuration });
    assertEquals(await find(), `${runs}/f-stopped`);
    assertEquals(await findEqualRun(runs, { ...wanted, device: "webgpu" }), undefined);
    {
      using _writer = await lockRun(`${runs}/f-stopped`);
      assertEquals((await findEqualRun(runs, wanted))?.state, "running");
    }
    assertEquals((await findEqualRun(runs, wanted))?.state, "stopped");
    // Finished, under another name and read from another place.
    await write("g-finished", configured({}, { source: "elsewhere" }, "b"));
    assertEquals(await find(), `${runs}/g-finished`);
  } finally {
    await Deno.remove(runs, { recursive: true });
  }
});
