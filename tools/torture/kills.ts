// Runs that are killed before each of their file operations, or at any moment, and gone on with.
import type { TrainConfig } from "@sluice/runs";
import { countFileOperations } from "./file_faults.ts";
import { killLater } from "./kill_later.ts";
import type { Part } from "./part.ts";
import { Random } from "./random.ts";
import {
  checkWhole,
  compareOutcome,
  finishAndCompare,
  inTemporaryFolder,
  smallConfig,
  trainSmall,
} from "./small_run.ts";
import { startSmallRun } from "./small_run_process.ts";

/** Counts the file operations of a whole run. */
export async function countOperations(config: TrainConfig): Promise<number> {
  let operations = 0;
  await inTemporaryFolder(async (folder) => {
    using counter = countFileOperations();
    await trainSmall(`${folder}/run`, config);
    operations = counter.operations;
  });
  return operations;
}

/** A run of three epochs, the same one in each case. */
export const THREE_EPOCHS: TrainConfig = smallConfig(new Random(1, 0, 0));

/** For every N: killed before file operation N, looked at, gone on with, compared. */
export const killsAtOperations: Part = {
  name: "kill-at-operation",
  share: 5,
  cases: () => countOperations(THREE_EPOCHS),
  run: ({ index, count }) =>
    inTemporaryFolder(async (parent) => {
      const folder = `${parent}/run`;
      const request = { folder, config: THREE_EPOCHS, resume: false };
      const child = startSmallRun({ ...request, fault: { at: index + 1, kind: "kill" } });
      const { signal } = await child.output();
      if (signal !== "SIGKILL") throw new Error(`it was not killed but ended with ${signal}`);
      count("kills that hit");
      await finishAndCompare(folder, THREE_EPOCHS);
    }),
};

/** Killed again and again at random moments, until it ends by itself. */
export const killsAtRandom: Part = {
  name: "kill-at-random",
  share: 4,
  run: ({ random, count }) =>
    inTemporaryFolder(async (parent) => {
      const folder = `${parent}/run`;
      const config = smallConfig(random);
      for (let kills = 0;;) {
        const resume = await checkWhole(folder) !== undefined;
        const byOperation = random.chance(0.5);
        const fault = { at: random.between(1, 60), kind: "kill" } as const;
        const slow = random.below(20);
        const child = startSmallRun({
          ...{ folder, config, resume },
          ...(byOperation ? { fault } : { slow }),
        });
        // It takes about half a second until there is something to lose.
        const cancel = byOperation
          ? undefined
          : killLater(child, "SIGKILL", random.between(300, 1500));
        const { signal, code, stderr } = await child.output();
        cancel?.();
        if (signal === "SIGKILL") count("kills that hit"), kills++;
        else if (code !== 0) throw new Error(new TextDecoder().decode(stderr));
        if (code === 0 || kills === 6) break;
      }
      count("chains");
      await finishAndCompare(folder, config);
    }),
};

/** Two processes that want the same run: one gets it, the other says why not. */
export const twoWriters: Part = {
  name: "two-writers",
  share: 1,
  run: ({ random, count }) =>
    inTemporaryFolder(async (parent) => {
      const folder = `${parent}/run`;
      const config = smallConfig(random);
      const resume = random.chance(0.5);
      if (resume) {
        const controller = new AbortController();
        await trainSmall(folder, config, {
          signal: controller.signal,
          onProgress: ({ phase }) => phase === "step" && controller.abort(),
        });
      }
      const slow = random.below(15);
      const results = await Promise.all(
        [0, 1].map(() => startSmallRun({ folder, config, resume, slow }).output()),
      );
      const refused = results.filter(({ code }) => code !== 0);
      for (const { stderr } of refused) {
        const message = new TextDecoder().decode(stderr);
        if (/ is being written|exists already/.test(message)) continue;
        throw new Error(`the second one said: ${message}`);
      }
      // Resumed one after the other, both may succeed: the second has nothing left to do.
      if (refused.length === 2) throw new Error("neither was let in");
      if (!resume && refused.length === 0) throw new Error("both were let in");
      count(refused.length === 1 ? "refused" : "one after the other");
      await compareOutcome(folder, config);
    }),
};
