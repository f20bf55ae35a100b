// `ablate`: tests a trained LSTM with each of its gates held at a constant.
import { alignColumns } from "../command_line/align_columns.ts";
import { describeFlags } from "../command_line/describe_flags.ts";
import { exitCodes } from "../command_line/exit_codes.ts";
import { formatCount } from "../command_line/format_count.ts";
import { formatPercent } from "../command_line/format_percent.ts";
import { parseFlags } from "../command_line/parse_flags.ts";
import { checkNotLocked, findRun, runArgument } from "./_find_run.ts";
import { openRun, openRunFlags } from "./_open_run.ts";
import { print, printJson } from "../command_line/print.ts";

/** The flags of the command. */
export { openRunFlags as flags };

const NOTE =
  `The study held its gates at sigmoid(1) = 0.731 by mistake, where it meant 1: hence both.`;

const HELP =
  `Test a trained LSTM with each of its gates (input, forget, output) held at a constant in every step,
and keep the figures in the run's record, where deno task report finds them.

Usage: deno task ablate RUN [options]

RUN is the name of a run, or the path of its folder. ${NOTE}
To train with a gate held from the start: deno task train lstm --hold-gate forget

Options:
${describeFlags(openRunFlags)}`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { flags, positionals } = parseFlags(args, openRunFlags);
  if (flags.help) {
    print(HELP);
    return exitCodes.done;
  }
  const folder = await findRun(runArgument("ablate", positionals), flags.runs);
  await checkNotLocked(folder);
  const { loaded, dataset, progress, signal } = await openRun(folder, flags);
  const { ablateRun, saveAblations } = await import("@sluice/train");
  const { record, task } = loaded;
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
  if (flags.json) {
    printJson({ folder, examples, free, ablations: compared });
    return exitCodes.done;
  }
  const f1 = (value?: number) => task.labels.length > 2 ? [value?.toFixed(4) ?? "-"] : [];
  const rows = [
    [
      ...["gate", "held at", "accuracy", "drop", "loss", "increase"],
      ...(task.labels.length > 2 ? ["macro F1"] : []),
    ],
    ["none", "", formatPercent(free.accuracy), "", free.loss.toFixed(4), "", ...f1(free.macroF1)],
    ...compared.map(({ gate, heldAt, accuracy, accuracyDrop, loss, lossIncrease, macroF1 }) => [
      gate,
      String(Number(heldAt.toFixed(3))),
      formatPercent(accuracy),
      formatPercent(accuracyDrop),
      loss.toFixed(4),
      lossIncrease.toFixed(4),
      ...f1(macroF1),
    ]),
  ];
  print(
    `${record.model.architecture} on ${record.data.name}, ${
      formatCount(examples)
    } test examples, ` +
      `one gate held in every step:\n`,
  );
  print(alignColumns(rows));
  print(`\n${NOTE}\nsaved in ${folder}/run.json`);
  return exitCodes.done;
}
