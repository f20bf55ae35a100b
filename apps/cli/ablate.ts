// `ablate`: tests a trained LSTM with each of its gates held at a constant.
import { alignColumns } from "./_align_columns.ts";
import { describeFlags, parseFlags } from "./_flags.ts";
import { count, percent } from "./_format.ts";
import { OPEN_RUN_FLAGS, openRun } from "./_open_run.ts";

const NOTE =
  `The study held its gates at sigmoid(1) = 0.731 by mistake, where it meant 1: hence both.`;

const HELP =
  `Test a trained LSTM with each of its gates (input, forget, output) held at a constant in every step,
and keep the figures in the run's record, where deno task report finds them.

Usage: deno task ablate RUN [options]

RUN is the name of a run, or the path of its folder. ${NOTE}
To train with a gate held from the start: deno task train lstm --hold-gate forget

Options:
${describeFlags(OPEN_RUN_FLAGS)}`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const parsed = parseFlags(args, OPEN_RUN_FLAGS);
  const { flags } = parsed;
  if (flags.has("help")) {
    console.log(HELP);
    return 0;
  }
  const { folder, loaded, dataset, progress, signal } = await openRun("ablate", parsed);
  const { ablateRun, saveAblations } = await import("@sluice/train");
  const { record } = loaded;
  const { free, ablations, examples } = await ablateRun(loaded, dataset, {
    signal,
    onProgress: (done, total) => progress.show("testing", done, total, ""),
  });
  await saveAblations(folder, ablations);
  progress.stop();

  const compared = ablations.map((ablation) => ({
    ...ablation,
    accuracyDrop: free.accuracy - ablation.accuracy,
    lossIncrease: ablation.loss - free.loss,
  }));
  if (flags.has("json")) {
    console.log(JSON.stringify({ folder, examples, free, ablations: compared }));
    return 0;
  }
  const rows = [
    ["gate", "held at", "accuracy", "drop", "loss", "increase"],
    ["none", "", percent(free.accuracy), "", free.loss.toFixed(4), ""],
    ...compared.map(({ gate, heldAt, accuracy, accuracyDrop, loss, lossIncrease }) => [
      gate,
      String(Number(heldAt.toFixed(3))),
      percent(accuracy),
      percent(accuracyDrop),
      loss.toFixed(4),
      lossIncrease.toFixed(4),
    ]),
  ];
  console.log(
    `${record.model.architecture} on ${record.data.name}, ${count(examples)} test reviews, ` +
      `one gate held in every step:\n`,
  );
  console.log(alignColumns(rows));
  console.log(`\n${NOTE}\nsaved in ${folder}/run.json`);
  return 0;
}
