// Runs whose Nth file operation fails, as on a full or a broken disk: all of an epoch is kept, or none.
import { countFileOperations, type Fault } from "./file_faults.ts";
import { countOperations, THREE_EPOCHS } from "./kills.ts";
import type { Part } from "./part.ts";
import { orPlainError } from "./plain_error.ts";
import { checkWhole, finishAndCompare, inTemporaryFolder, trainSmall } from "./small_run.ts";

const KINDS: readonly Omit<Fault, "at">[] = [
  { kind: "ENOSPC", stays: true },
  { kind: "ENOSPC" },
  { kind: "EIO", stays: true },
  { kind: "EIO" },
];

/** For every N and kind of fault: the run says so in one line, and can be gone on with. */
export const faultsAtOperations: Part = {
  name: "faults",
  share: 3,
  cases: async () => await countOperations(THREE_EPOCHS) * KINDS.length,
  run: ({ index, count }) =>
    inTemporaryFolder(async (parent) => {
      const folder = `${parent}/run`;
      const fault = { ...KINDS[index % KINDS.length]!, at: 1 + Math.floor(index / KINDS.length) };
      let completed = false;
      {
        using counter = countFileOperations(fault);
        await orPlainError(async () => {
          await trainSmall(folder, THREE_EPOCHS);
          completed = true;
        });
        if (!counter.hit) throw new Error(`there was no operation ${fault.at}`);
      }
      count(`${fault.kind}${fault.stays ? " that stays" : " once"}`);
      count(completed ? "gone on regardless" : "ended in one line");
      if (completed) await checkWhole(folder);
      await finishAndCompare(folder, THREE_EPOCHS);
    }),
};
