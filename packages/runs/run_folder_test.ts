import { assert, assertEquals, assertRejects } from "@std/assert";
import { readRunFile } from "./read_run_file.ts";
import { RunExistsError, RunFolder } from "./run_folder.ts";
import { isRunLocked, RunLockedError } from "./run_lock.ts";
import type { RunContents, RunFile } from "./run_storage.ts";

const FIRST: RunContents = { "run.json": "1", "tokenizer.json": "t" };
const EPOCH = (epoch: number): RunContents => ({
  "run.json": `${epoch}`,
  "model/model.json": `${epoch}`,
  "model/weights.bin": new Uint8Array([epoch]),
  "checkpoint/state.safetensors": `${epoch}`,
  "predictions.jsonl": `${epoch}`,
});

async function inRuns(body: (runs: string) => Promise<void>): Promise<void> {
  const runs = await Deno.makeTempDir();
  try {
    await body(runs);
  } finally {
    await Deno.remove(runs, { recursive: true });
  }
}

function names(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

const text = async (folder: string, file: "run.json" | "predictions.jsonl") =>
  new TextDecoder().decode(await readRunFile(folder, file));

Deno.test("RunFolder: a run is there with its first files, or not at all", () =>
  inRuns(async (runs) => {
    const folder = `${runs}/deep/lstm-1`;
    using run = RunFolder.create(folder);
    assertEquals(run.id, "lstm-1");
    await run.publish(FIRST);
    assertEquals(names(folder), [".lock", "checkpoint", "model", "run.json", "tokenizer.json"]);
    assertEquals(names(`${runs}/deep`), ["lstm-1"]);
    await run.publish(EPOCH(1));
    assertEquals(await Deno.readFile(`${folder}/model/weights.bin`), new Uint8Array([1]));
    assertEquals(names(folder).filter((name) => name.startsWith(".")), [".lock"]);
  }));

Deno.test("RunFolder: a name is given once, whoever comes first", () =>
  inRuns(async (runs) => {
    const given = await Promise.allSettled([1, 2, 3].map(async () => {
      const run = RunFolder.create(`${runs}/same`);
      await run.publish(FIRST);
      return run;
    }));
    const made = given.filter((result) => result.status === "fulfilled");
    assertEquals(made.length, 1);
    for (const result of given) {
      if (result.status === "rejected") assert(result.reason instanceof RunExistsError);
    }
    made[0]!.value[Symbol.dispose]();
    assertEquals(names(runs), ["same"]);
    await Deno.writeTextFile(`${runs}/file`, "");
    await assertRejects(() => RunFolder.create(`${runs}/file`).publish(FIRST), RunExistsError);
  }));

Deno.test("RunFolder: one writer at a time", () =>
  inRuns(async (runs) => {
    const folder = `${runs}/run`;
    {
      using run = RunFolder.create(folder);
      await run.publish(FIRST);
      assertEquals(await isRunLocked(folder), true);
      const error = await assertRejects(() => RunFolder.open(folder), RunLockedError);
      assertEquals(
        error.message,
        `${folder} is being written by process ${Deno.pid}: wait until it has ended, or stop it`,
      );
    }
    assertEquals(await isRunLocked(folder), false);
    using _again = await RunFolder.open(folder);
  }));

Deno.test("RunFolder: a dead process's lock is taken over", () =>
  inRuns(async (runs) => {
    const folder = `${runs}/run`;
    const script = `
      import { RunFolder } from ${JSON.stringify(new URL("./run_folder.ts", import.meta.url).href)};
      const run = RunFolder.create(${JSON.stringify(folder)});
      await run.publish({ "run.json": "1" });
      Deno.kill(Deno.pid, "SIGKILL");`;
    await new Deno.Command(Deno.execPath(), { args: ["eval", script] }).output();
    assertEquals(await text(folder, "run.json"), "1");
    assertEquals(await isRunLocked(folder), false);
    using run = await RunFolder.open(folder);
    await run.publish(EPOCH(2));
    assertEquals(await text(folder, "run.json"), "2");
  }));

Deno.test("RunFolder: killed anywhere while publishing, all files are of the same epoch", () =>
  inRuns(async (runs) => {
    // A copy of the folder as it stands after each file operation is what a kill there leaves behind.
    const folder = `${runs}/run`;
    using run = RunFolder.create(folder);
    await run.publish(FIRST);
    await run.publish(EPOCH(1));
    const states: string[] = [];
    const { rename, open, remove, mkdir } = Deno;
    const spied = (
      operation: (...args: never[]) => Promise<unknown>,
    ) => (async (...args: never[]) => {
      const result = await operation(...args);
      const state = `${runs}/state-${states.length}`;
      await copy(folder, state, { mkdir });
      states.push(state);
      return result;
    });
    Object.assign(Deno, {
      rename: spied(rename as never),
      open: spied(open as never),
      remove: spied(remove as never),
      mkdir: spied(mkdir as never),
    });
    try {
      await run.publish(EPOCH(2));
    } finally {
      Object.assign(Deno, { rename, open, remove, mkdir });
    }
    assert(states.length > 20, `${states.length} states`);
    const seen = new Set<string>();
    for (const state of states) {
      const epoch = await text(state, "run.json");
      assert(epoch === "1" || epoch === "2");
      seen.add(epoch);
      for (const file of Object.keys(EPOCH(1)) as RunFile[]) {
        const bytes = await readRunFile(state, file);
        const content = file === "model/weights.bin"
          ? String(bytes![0])
          : new TextDecoder().decode(bytes);
        assertEquals(content, epoch, `${state}: ${file}`);
      }
      // And so it stands in its places, once it has been opened.
      (await RunFolder.open(state))[Symbol.dispose]();
      assertEquals(await Deno.readTextFile(`${state}/run.json`), epoch);
      assertEquals(await Deno.readTextFile(`${state}/predictions.jsonl`), epoch);
      assertEquals(names(state).filter((name) => name.startsWith(".")), [".lock"]);
    }
    assertEquals(seen.size, 2);
  }));

Deno.test("RunFolder: what cannot be written leaves all as it was", () =>
  inRuns(async (runs) => {
    const folder = `${runs}/run`;
    using run = RunFolder.create(folder);
    await run.publish(FIRST);
    await run.publish(EPOCH(1));
    const { open } = Deno;
    for (let failing = 1; failing <= 5; failing++) {
      let opened = 0;
      const full = (path: string | URL, options?: Deno.OpenOptions) => {
        if (options?.createNew && ++opened === failing) {
          return Promise.reject(Object.assign(new Error("no space"), { code: "ENOSPC" }));
        }
        return open(path, options);
      };
      Object.assign(Deno, { open: full });
      try {
        await assertRejects(
          () => run.publish(EPOCH(2)),
          Error,
          `cannot write ${folder}: the disk is full; free some space and try again`,
        );
      } finally {
        Object.assign(Deno, { open });
      }
      assertEquals(await text(folder, "run.json"), "1");
      assertEquals(await text(folder, "predictions.jsonl"), "1");
      assertEquals(names(folder).filter((name) => name.startsWith(".")), [".lock"]);
    }
  }));

Deno.test("RunFolder: what dead writers left half-done is removed", () =>
  inRuns(async (runs) => {
    const folder = `${runs}/run`;
    {
      using run = RunFolder.create(folder);
      await run.publish(FIRST);
    }
    await Deno.writeTextFile(`${folder}/.run.json.${crypto.randomUUID()}.tmp`, "{");
    const abandoned = `${runs}/.other.${crypto.randomUUID()}.tmp`;
    await Deno.mkdir(abandoned);
    await Deno.writeTextFile(`${abandoned}/.lock`, "1\n");
    {
      using _run = await RunFolder.open(folder);
    }
    using other = RunFolder.create(`${runs}/other`);
    await other.publish(FIRST);
    assertEquals(names(runs), ["other", "run"]);
    assertEquals(names(folder), [".lock", "checkpoint", "model", "run.json", "tokenizer.json"]);
  }));

type MakeFolder = { mkdir: typeof Deno.mkdir };

async function copy(from: string, to: string, { mkdir }: MakeFolder): Promise<void> {
  await mkdir(to);
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (isDirectory) await copy(`${from}/${name}`, `${to}/${name}`, { mkdir });
    else await Deno.copyFile(`${from}/${name}`, `${to}/${name}`);
  }
}
