import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import fc from "fast-check";
import { exampleEpochRow, exampleRunRecord } from "./_example_run_record.ts";
import { parseRunRecord } from "./parse_run_record.ts";
import { readRunRecord } from "./read_run_record.ts";
import type { RunRecord } from "./run_record.ts";

function asJson(record: RunRecord): RunRecord {
  return JSON.parse(JSON.stringify(record));
}

function messageOf(body: () => unknown): string {
  return assertThrows(body, Error).message;
}

Deno.test("parseRunRecord() returns a record unchanged, unknown fields included", () => {
  const record = { ...exampleRunRecord(), note: ["kept"] };
  assertEquals<unknown>(parseRunRecord(asJson(record), "run.json"), record);
});

Deno.test("parseRunRecord() takes a run that has ended no epoch yet", () => {
  const { finishedAt: _, ablations: __, ...rest } = exampleRunRecord({ epochs: [] });
  const record: RunRecord = { ...rest, status: "running" };
  assertEquals(parseRunRecord(asJson(record), "run.json"), record);
});

Deno.test("parseRunRecord() names the place, the field and what was expected", () => {
  const cases: [unknown, string][] = [
    [[], "x: not a run record: expected a JSON object"],
    [null, "x: not a run record: expected a JSON object"],
    [{}, "x: not a run record: its version is missing"],
    [
      { version: 3 },
      "x: version 3 of the run record is not known; this Sluice reads versions 1 to 2",
    ],
    [{ version: "\n" }, 'x: version "\\n" of the run record is not known; this Sluice'],
    [{ version: 1 }, "x: id: expected string, received undefined"],
    [{ version: 2 }, "x: id: expected string, received undefined"],
    [{ ...exampleRunRecord(), status: "done" }, 'x: status: Invalid option: expected one of "run'],
    [{ ...exampleRunRecord(), startedAt: "today" }, "x: startedAt: Invalid ISO datetime"],
    [{ ...exampleRunRecord(), finalEpoch: 2 }, "x: finalEpoch: expected 3, going by the epochs"],
    [{ ...exampleRunRecord(), bestEpoch: 3 }, "x: bestEpoch: expected 2, going by the epochs"],
    [exampleRunRecord({ epochs: [] }), "x: epochs: expected at least one epoch"],
    [exampleRunRecord({ epochs: [exampleEpochRow(2, 0.5)] }), "x: epochs[0].epoch: expected epoch"],
  ];
  for (const [json, expected] of cases) {
    const message = messageOf(() => parseRunRecord(json, "x"));
    assert(message.startsWith(expected), message);
    assert(!message.includes("\n"), message);
  }
});

Deno.test("parseRunRecord() refuses numbers that cannot be", () => {
  const record = asJson(exampleRunRecord());
  record.epochs[1]!.test.accuracy = 81;
  assertEquals(
    messageOf(() => parseRunRecord(record, "run.json")),
    "run.json: epochs[1].test.accuracy: Too big: expected number to be <=1",
  );
  record.epochs[1]!.test.accuracy = null as unknown as number;
  assertEquals(
    messageOf(() => parseRunRecord(record, "run.json")),
    "run.json: epochs[1].test.accuracy: expected number, received null",
  );
});

Deno.test("parseRunRecord() refuses a split whose classes do not add up", () => {
  const record = asJson(exampleRunRecord());
  record.data.test.classes[0]!++;
  assert(messageOf(() => parseRunRecord(record, "x")).startsWith("x: data.test: expected as many"));
});

Deno.test("parseRunRecord() gives a record or one line, whatever JSON it meets", () => {
  const valid = Object.keys(exampleRunRecord());
  fc.assert(fc.property(fc.constantFrom(...valid), fc.jsonValue(), (field, value) => {
    const json = JSON.parse(JSON.stringify({ ...exampleRunRecord(), [field]: value }));
    let record;
    try {
      record = parseRunRecord(json, "run.json");
    } catch (error) {
      assert(error instanceof Error && /^run\.json: [^\n]+$/.test(error.message), `${error}`);
      return;
    }
    assertEquals<unknown>(record, json);
  }));
});

Deno.test("readRunRecord() reads what was written, and says what is wrong with a file", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/run.json`;
    const missing = await assertRejects(() => readRunRecord(path), Error) as Error;
    assertEquals(missing.message, `${path}: no such file`);

    const text = JSON.stringify(exampleRunRecord(), null, 2);
    await Deno.writeTextFile(path, text);
    assertEquals(await readRunRecord(path), exampleRunRecord());

    await Deno.writeTextFile(path, text.slice(0, text.length / 2));
    const cut = await assertRejects(() => readRunRecord(path), Error) as Error;
    assertEquals(cut.message, `${path}: not valid JSON (is it cut short?)`);

    await Deno.writeTextFile(path, "");
    const empty = await assertRejects(() => readRunRecord(path), Error) as Error;
    assertEquals(empty.message, `${path}: not valid JSON (it is empty)`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
