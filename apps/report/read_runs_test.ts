import { formatPredictions, lockRun, PUBLISHED } from "@sluice/runs";
import { assertEquals, assertRejects } from "@std/assert";
import { exampleRun, writeExampleRun } from "./_example_runs.ts";
import { readRuns } from "./read_runs.ts";

async function inTemporaryFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("readRuns() finds runs in subfolders, and by links, in the order of their names", () =>
  inTemporaryFolder(async (folder) => {
    await writeExampleRun(`${folder}/runs/study/seeds`, { id: "b" });
    await writeExampleRun(`${folder}/runs`, { id: "c" });
    await writeExampleRun(`${folder}/runs/.hidden`, { id: "d" });
    await Deno.symlink(await writeExampleRun(`${folder}/other`, { id: "a" }), `${folder}/runs/a`);
    await Deno.symlink(`${folder}/nowhere`, `${folder}/runs/broken`);
    await Deno.writeTextFile(`${folder}/runs/notes.txt`, "");
    const { completed, setAside } = await readRuns(`${folder}/runs`);
    assertEquals(completed.map(({ name }) => name), ["a", "c", "study/seeds/b"]);
    assertEquals(completed[1]!.record, exampleRun({ id: "c" }).record);
    assertEquals(completed.map(({ predictions }) => predictions?.testSet.ids.length), [
      200,
      200,
      200,
    ]);
    assertEquals(setAside, []);
  }));

Deno.test("readRuns() takes a run's own folder", () =>
  inTemporaryFolder(async (folder) => {
    const run = await writeExampleRun(folder, { id: "a" });
    assertEquals((await readRuns(run)).completed.map(({ name }) => name), ["."]);
  }));

Deno.test("readRuns() sets aside a run without a record, and other folders not at all", () =>
  inTemporaryFolder(async (folder) => {
    await Deno.mkdir(`${folder}/empty`);
    await Deno.mkdir(`${folder}/killed/model`, { recursive: true });
    await Deno.mkdir(`${folder}/figures`);
    await Deno.writeTextFile(`${folder}/figures/a.svg`, "");
    assertEquals(await readRuns(folder), {
      completed: [],
      setAside: ["empty", "killed"].map((name) => ({ name, reason: "run.json: no such file" })),
    });
  }));

Deno.test("readRuns() sets aside predictions that are too few, and counts the run", () =>
  inTemporaryFolder(async (folder) => {
    const path = `${await writeExampleRun(folder, { id: "a" })}/predictions.jsonl`;
    const lines = (await Deno.readTextFile(path)).split("\n");
    await Deno.writeTextFile(path, lines.slice(0, 150).join("\n"));
    const { completed, setAside } = await readRuns(folder);
    assertEquals(completed.map(({ predictions }) => predictions), [undefined]);
    assertEquals(setAside, [{
      name: "a",
      reason: "counted without its predictions: 150 predictions for 200 test examples",
    }]);
  }));

Deno.test("readRuns() sets aside predictions about other labels", () =>
  inTemporaryFolder(async (folder) => {
    const path = `${await writeExampleRun(folder, { id: "a" })}/predictions.jsonl`;
    const { predictions } = exampleRun({ labels: ["a", "b", "c"] });
    await Deno.writeTextFile(path, formatPredictions(predictions));
    const three = await writeExampleRun(folder, { id: "b", labels: ["a", "b", "c"] });
    assertEquals((await readRuns(folder)).setAside, [{
      name: "a",
      reason:
        "counted without its predictions: 3 probabilities of test/a/0, where 2 labels call for 1",
    }]);
    await Deno.writeTextFile(
      `${three}/predictions.jsonl`,
      formatPredictions(exampleRun().predictions),
    );
    assertEquals((await readRuns(folder)).setAside[1], {
      name: "b",
      reason: "counted without its predictions: one probability of test/negative/0, where " +
        "3 labels call for 3",
    });
  }));

Deno.test("readRuns() finds what a killed writer published, and tells who is still writing", () =>
  inTemporaryFolder(async (folder) => {
    const published = await writeExampleRun(folder, { id: "a" });
    const files = ["run.json", "predictions.jsonl"];
    await Deno.mkdir(`${published}/${PUBLISHED}`);
    for (const file of files) {
      await Deno.rename(`${published}/${file}`, `${published}/${PUBLISHED}/${file}`);
    }
    const running = { status: "running" } as const;
    const locked = await writeExampleRun(folder, { id: "b", fields: running });
    await writeExampleRun(folder, { id: "c", fields: running });
    using _lock = await lockRun(locked);
    const { completed, setAside } = await readRuns(folder);
    assertEquals(completed.map(({ name, predictions }) => [name, predictions !== undefined]), [
      ["a", true],
    ]);
    assertEquals(setAside, [
      { name: "b", reason: "still running, after 4 of 4 epochs" },
      { name: "c", reason: "killed after 4 of 4 epochs" },
    ]);
    assertEquals((await readRuns(published)).completed.map(({ name }) => name), ["."]);
  }));

Deno.test("readRuns() says that the folder is missing, or is none", () =>
  inTemporaryFolder(async (folder) => {
    await assertRejects(() => readRuns(`${folder}/x`), Error, `there is no folder ${folder}/x`);
    await Deno.writeTextFile(`${folder}/file`, "");
    await assertRejects(() => readRuns(`${folder}/file`), Error, `${folder}/file cannot be read: `);
  }));
