// `ablate`: tests a trained LSTM with each of its gates held at a constant.
import { alignColumns } from "./_align_columns.ts";
import { findRun } from "./_find_run.ts";
import { COMMON_FLAGS, describeFlags, type Flags, parseFlags } from "./_flags.ts";
import { count, percent } from "./_format.ts";
import { interruptSignal } from "./_interrupt.ts";
import { LAUNCH_FLAGS, parseTrainOptions } from "./_train_options.ts";
import { UsageError } from "./_usage_error.ts";

const FLAGS: Flags = {
  data: { value: "SOURCE", help: "where the run's data are now (as recorded)" },
  ...LAUNCH_FLAGS,
  quiet: { help: "print no progress" },
  ...COMMON_FLAGS,
};

const NOTE =
  `The study held its gates at sigmoid(1) = 0.731 by mistake, where it meant 1: hence both.`;

const HELP =
  `Test a trained LSTM with each of its gates (input, forget, output) held at a constant in every step,
and keep the figures in the run's record, where deno task report finds them.

Usage: deno task ablate RUN [options]

RUN is the name of a run, or the path of its folder. ${NOTE}
To train with a gate held from the start: deno task train lstm --hold-gate forget

Options:
${describeFlags(FLAGS)}`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { flags, positionals } = parseFlags(args, FLAGS);
  if (flags.has("help")) {
    console.log(HELP);
    return 0;
  }
  const [name, ...rest] = positionals;
  if (name === undefined) throw new UsageError("which run? deno task ablate RUN");
  if (rest.length > 0) throw new UsageError(`ablate takes one run; what is ${rest[0]}?`);
  const { launch } = parseTrainOptions(flags);
  const folder = await findRun(name, launch.runs);

  const { Progress } = await import("./_progress.ts");
  const { loadDataset } = await import("@sluice/data");
  const { ablateRun, loadRun, saveAblations } = await import("@sluice/train");
  const progress = new Progress(flags.has("quiet"));
  const signal = interruptSignal(() => progress.stop());
  const loaded = await loadRun(folder, launch);
  const { record } = loaded;
  const source = flags.get("data") as string | undefined ?? record.data.location;
  const dataset = await loadDataset(source, {
    signal,
    onProgress: (loading) => progress.loading(loading),
  });
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
