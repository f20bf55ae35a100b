import { assert, assertEquals } from "@std/assert";
import { readPredictions } from "./read_predictions.ts";
import { readRunRecord } from "./read_run_record.ts";
import { recordedConfig } from "./recorded_config.ts";
import type { RunRecord } from "./run_record.ts";
import { runPaths } from "./run_paths.ts";
import { decideLabel } from "./task.ts";

const RESULTS = new URL("../../results/runs/", import.meta.url);

interface Row1 {
  trainLoss: number;
  testLoss: number;
  testAccuracy: number;
  validationAccuracy?: number;
}

Deno.test("every record of version 1 that is kept is read, with the same figures", async () => {
  let records = 0;
  for await (const { name } of Deno.readDir(RESULTS)) {
    const path = new URL(`${name}/run.json`, RESULTS);
    const given = JSON.parse(await Deno.readTextFile(path));
    // Some day there will be records of version 2 among them.
    if (given.version !== 1) continue;
    const record: RunRecord = await readRunRecord(path.pathname);
    records++;
    assertEquals(record.version, 2);
    assertEquals(record.task, { kind: "classification", labels: ["negative", "positive"] });
    assertEquals(
      record.epochs.map(({ train, test, validation }) => [
        train.loss,
        test.loss,
        test.accuracy,
        validation?.accuracy,
      ]),
      given.epochs.map((row: Row1) => [
        row.trainLoss,
        row.testLoss,
        row.testAccuracy,
        row.validationAccuracy,
      ]),
    );
    assertEquals(record.data.test.classes, [given.data.test.negative, given.data.test.positive]);
    // Its configuration is one that can be trained again.
    assertEquals(recordedConfig(record, name).model.architecture, given.model.architecture);
  }
  assert(records >= 50, `${records} records`);
});

Deno.test("predictions beside a record of version 1 give its accuracy", async () => {
  const { pathname } = new URL("lstm-seed-1", RESULTS);
  const { predictions: path, record: recordPath } = runPaths(pathname);
  const predictions = await readPredictions(path);
  const right =
    predictions.filter(({ label, probabilities }) => decideLabel(probabilities) === label).length;
  const record = await readRunRecord(recordPath);
  assertEquals(right / predictions.length, record.epochs.at(-1)?.test.accuracy);
});
