import { assert, assertEquals, assertRejects } from "@std/assert";
import { checkRunFolder } from "./check_run_folder.ts";
import { readPredictions } from "./read_predictions.ts";
import { readRunFile } from "./read_run_file.ts";
import { readRunRecord } from "./read_run_record.ts";
import { RunFolder } from "./run_folder.ts";
import { isRunLocked } from "./run_lock.ts";
import { runFiles } from "./run_storage.ts";

const isUnix = Deno.build.os !== "windows";

/** A run's folder, and beside it a file that must never change. */
async function inRun(body: (folder: string, outside: string) => Promise<void>): Promise<void> {
  const parent = await Deno.makeTempDir();
  const outside = `${parent}/outside`;
  try {
    await Deno.mkdir(outside);
    await Deno.writeTextFile(`${outside}/file`, "mine");
    {
      using run = RunFolder.create(`${parent}/run`);
      await run.publish({ "run.json": "1", "tokenizer.json": "t", "model/weights.bin": "w" });
    }
    await body(`${parent}/run`, outside);
    assertEquals([...Deno.readDirSync(outside)].map(({ name }) => name), ["file"]);
    assertEquals(await Deno.readTextFile(`${outside}/file`), "mine");
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
}

async function replaceByLink(path: string, to: string): Promise<void> {
  await Deno.remove(path, { recursive: true }).catch(() => {});
  await Deno.symlink(to, path);
}

Deno.test("a run's folder with a link in it is not written to", { ignore: !isUnix }, async (t) => {
  const names = [".lock", ".published", ".staging", "model", "checkpoint", "export", "run.json"];
  for (const name of names) {
    await t.step(name, () =>
      inRun(async (folder, outside) => {
        const isFile = name === ".lock" || name.endsWith(".json");
        await replaceByLink(`${folder}/${name}`, isFile ? `${outside}/file` : outside);
        const error = await assertRejects(() => RunFolder.open(folder), Error);
        assertEquals(error.message, `${folder}/${name}: a link, which is not followed here`);
      }));
  }
});

Deno.test(
  "a lock that is another file's second name is not written to",
  { ignore: !isUnix },
  () =>
    inRun(async (folder, outside) => {
      await Deno.remove(`${folder}/.lock`);
      await Deno.link(`${outside}/file`, `${folder}/.lock`);
      const error = await assertRejects(() => RunFolder.open(folder), Error);
      assertEquals(error.message, `${folder}/.lock: a file that has other names, too; remove it`);
    }),
);

Deno.test("a run's files are read without following links, or waiting for pipes", {
  ignore: !isUnix,
}, () =>
  inRun(async (folder, outside) => {
    for (const file of Object.values(runFiles)) {
      await replaceByLink(`${folder}/${file}`, `${outside}/file`);
      await assertRejects(() => readRunFile(folder, file), Error, "a link, which is not followed");
      await Deno.remove(`${folder}/${file}`);
      await new Deno.Command("mkfifo", { args: [`${folder}/${file}`] }).output();
      await assertRejects(() => readRunFile(folder, file), Error, "a pipe, not a file");
    }
    await assertRejects(() => readRunRecord(`${folder}/run.json`), Error, "a pipe, not a file");
    await assertRejects(() => readPredictions(`${folder}/predictions.jsonl`), Error, "a pipe");
    await Deno.remove(`${folder}/predictions.jsonl`);
    await Deno.symlink("/dev/zero", `${folder}/predictions.jsonl.gz`);
    await assertRejects(() => readPredictions(`${folder}/predictions.jsonl`), Error, "a link");
    await Deno.remove(`${folder}/.lock`);
    await new Deno.Command("mkfifo", { args: [`${folder}/.lock`] }).output();
    assertEquals(await isRunLocked(folder), false);
    await Deno.symlink(outside, `${folder}/.published`);
    await assertRejects(() => readRunFile(folder, "run.json"), Error, ".published is a link");
  }));

Deno.test("what is published in a folder from elsewhere goes to a run's places alone", () =>
  inRun(async (folder) => {
    await Deno.mkdir(`${folder}/.published/deep`, { recursive: true });
    await Deno.writeTextFile(`${folder}/.published/run.json`, "2");
    await Deno.writeTextFile(`${folder}/.published/.lock`, "not a lock");
    await Deno.writeTextFile(`${folder}/.published/deep/file`, "x");
    using run = await RunFolder.open(folder);
    assertEquals(new TextDecoder().decode(await run.read("run.json")), "2");
    assertEquals(await Deno.readTextFile(`${folder}/.lock`), `${Deno.pid}\n`);
    assert(![...Deno.readDirSync(folder)].some(({ name }) => name === "deep"));
  }));

Deno.test("predictions that unpack to far more than their file are refused", () =>
  inRun(async (folder) => {
    const zeros = new Blob([new Uint8Array(2 ** 24)]);
    const stream = new Blob(Array(30).fill(zeros)).stream();
    const zipped = stream.pipeThrough(new CompressionStream("gzip"));
    await Deno.writeFile(`${folder}/predictions.jsonl.gz`, zipped);
    const error = await assertRejects(() => readPredictions(`${folder}/predictions.jsonl`), Error);
    assertEquals(
      error.message,
      `${folder}/predictions.jsonl.gz: more than 400 MB, the most that is read`,
    );
  }));

Deno.test("checkRunFolder() refuses what holds far more than a run", () =>
  inRun(async (folder) => {
    await Deno.mkdir(`${folder}/${"a/".repeat(12)}`, { recursive: true });
    await assertRejects(() => checkRunFolder(folder), Error, "holds far more than a run");
  }));
