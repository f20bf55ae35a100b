// A run's folder as a stranger may make it: with links, pipes, devices, bombs and files of any size. It can
// be read or refused; nothing is waited for, and nothing outside it changes.
import { findEqualRun, type RunFile, runFiles } from "@sluice/runs";
import { exportRun, loadRun } from "@sluice/train";
import { makeReport } from "../../apps/report/report.ts";
import { readRuns } from "../../apps/report/read_runs.ts";
import { mutateBytes } from "./mutate.ts";
import type { Case, Part } from "./part.ts";
import { orPlainError } from "./plain_error.ts";
import { Random } from "./random.ts";
import { inTemporaryFolder, smallConfig, smallDataset, trainSmall } from "./small_run.ts";

const config = smallConfig(new Random(1, 0, 0));
let original = "";

/** What a folder holds, by its path in it; links are told, and not followed. */
async function contents(folder: string, prefix = ""): Promise<string> {
  const told: string[] = [];
  for await (const { name, isDirectory, isSymlink } of Deno.readDir(`${folder}/${prefix}`)) {
    const path = `${prefix}${name}`;
    if (isDirectory) told.push(`${path}/`, await contents(folder, `${path}/`));
    else if (isSymlink) told.push(`${path} -> ${await Deno.readLink(`${folder}/${path}`)}`);
    else told.push(`${path}: ${await Deno.readTextFile(`${folder}/${path}`)}`);
  }
  return told.sort().join("\n");
}

/** A stranger's doing. */
const DEEDS: Record<string, (run: string, outside: string, random: Random) => Promise<void>> = {
  "link to a file": async (run, outside, random) => {
    await replace(`${run}/${anyFile(random)}`, (path) => Deno.symlink(`${outside}/file`, path));
  },
  "link to a folder": async (run, outside, random) => {
    const name = random.pick(["model", "checkpoint", "export", ".published", ".staging"]);
    await replace(`${run}/${name}`, (path) => Deno.symlink(outside, path));
  },
  "link to nothing": async (run, _outside, random) => {
    await replace(`${run}/${anyFile(random)}`, (path) => Deno.symlink("/nowhere/at/all", path));
  },
  "link to a device": async (run, _outside, random) => {
    const device = random.pick(["/dev/zero", "/dev/random", "/dev/stdin", "/dev/full"]);
    await replace(`${run}/${anyFile(random)}`, (path) => Deno.symlink(device, path));
  },
  "pipe": async (run, _outside, random) => {
    await replace(`${run}/${anyFile(random)}`, async (path) => {
      await new Deno.Command("mkfifo", { args: [path] }).output();
    });
  },
  "second name": async (run, outside, random) => {
    await replace(`${run}/${anyFile(random)}`, (path) => Deno.link(`${outside}/file`, path));
  },
  "folder for a file": async (run, _outside, random) => {
    await replace(`${run}/${anyFile(random)}`, (path) => Deno.mkdir(path));
  },
  "huge file of holes": async (run, _outside, random) => {
    await replace(`${run}/${anyFile(random)}`, async (path) => {
      using file = await Deno.open(path, { write: true, create: true });
      await file.truncate(2 ** random.between(33, 42));
    });
  },
  "bomb": async (run) => {
    await Deno.remove(`${run}/predictions.jsonl`);
    const stream = new Blob(Array(60).fill(new Blob([new Uint8Array(2 ** 23)]))).stream();
    const zipped = stream.pipeThrough(new CompressionStream("gzip"));
    await Deno.writeFile(`${run}/predictions.jsonl.gz`, zipped);
  },
  "published by a stranger": async (run, outside, random) => {
    const folder = `${run}/.published`;
    await Deno.mkdir(`${folder}/model`, { recursive: true });
    const file = anyFile(random);
    const bytes = await Deno.readFile(`${run}/${file}`).catch(() => new Uint8Array(10));
    if (!file.startsWith("checkpoint/")) {
      await Deno.writeFile(`${folder}/${file}`, mutateBytes(bytes, random));
    }
    if (random.chance(0.5)) await Deno.symlink(`${outside}/file`, `${folder}/other`);
  },
};

function anyFile(random: Random): RunFile | ".lock" {
  return random.pick([...Object.values(runFiles), ".lock"]);
}

async function replace(path: string, make: (path: string) => Promise<void>): Promise<void> {
  await Deno.remove(path, { recursive: true }).catch(() => {});
  await make(path);
}

async function copyFolder(from: string, to: string): Promise<void> {
  await Deno.mkdir(to);
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (isDirectory) await copyFolder(`${from}/${name}`, `${to}/${name}`);
    else await Deno.copyFile(`${from}/${name}`, `${to}/${name}`);
  }
}

const NAMES = Object.keys(DEEDS);

/** A run's folder with one to three deeds done to it, and all that is done with runs. */
export const hostileFolders: Part = {
  name: "hostile-folders",
  share: 1,
  prepare: async () => {
    original = await Deno.makeTempDir({ prefix: "sluice-torture-" });
    await trainSmall(`${original}/run`, config);
  },
  finish: () => Deno.remove(original, { recursive: true }),
  run: ({ random, index, count }: Case) =>
    inTemporaryFolder(async (parent) => {
      const runs = `${parent}/runs`;
      const [run, outside] = [`${runs}/run`, `${parent}/outside`];
      await Deno.mkdir(outside);
      await Deno.writeTextFile(`${outside}/file`, "not to be touched");
      await Deno.mkdir(runs);
      await copyFolder(`${original}/run`, run);
      // Each of them comes first in turn.
      const deeds = [NAMES[index % NAMES.length]!];
      while (random.chance(0.3) && deeds.length < 3) deeds.push(random.pick(NAMES));
      for (const deed of deeds) {
        await DEEDS[deed]!(run, outside, random).catch(() => {});
        count(deed);
      }
      const before = await contents(outside);
      const dataset = await smallDataset();
      const more = { ...config, training: { ...config.training, epochs: 4 } };

      await orPlainError(async () => {
        const loaded = await loadRun(run, { threads: 1 });
        try {
          await loaded.classifier.predict(["a fine film"]);
          count("loaded");
          await orPlainError(() => exportRun(loaded).then(() => count("exported")));
        } finally {
          loaded.classifier.dispose();
        }
      });
      await orPlainError(async () => {
        const found = await readRuns(runs);
        makeReport(found, undefined);
        count(found.completed.length > 0 ? "reported" : "set aside");
      });
      await findEqualRun(runs, { config, fingerprint: dataset.fingerprint, device: "cpu" });
      await orPlainError(async () => {
        await trainSmall(run, more, { resume: true });
        count("gone on with");
      });
      const after = await contents(outside);
      if (after !== before) throw new Error(`${deeds}: outside there is now ${after}`);
    }),
};
