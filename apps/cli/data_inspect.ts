// `data inspect`: what a data set holds, and what is wrong with it.
import type { DatasetInspection, SplitInspection } from "@sluice/data";
import type { DataSection } from "@sluice/runs/train_config";
import { alignColumns } from "../command_line/align_columns.ts";
import { describeFlags } from "../command_line/describe_flags.ts";
import { exitCodes } from "../command_line/exit_codes.ts";
import type { Flags } from "../command_line/flag.ts";
import { formatCount } from "../command_line/format_count.ts";
import { formatPercent } from "../command_line/format_percent.ts";
import { interruptSignal } from "../command_line/interrupt_signal.ts";
import { parseFlags } from "../command_line/parse_flags.ts";
import { print, printError, printJson } from "../command_line/print.ts";
import { UsageError } from "../command_line/usage_error.ts";
import { configFlags, configOptions } from "./_config_flags.ts";
import { progressFlags } from "./_output_flags.ts";
import { tableOptions } from "./_table_options.ts";

/** Those of `train` that say how data are read. */
const SHARED = [
  ...["labels", "text", "label", "delimiter", "header", "encoding", "on-bad-row", "test"],
  ...["test-share", "max-length", "vocab-size", "data-seed"],
];

/** The flags of the command. */
export const flags: Flags = {
  ...Object.fromEntries(SHARED.map((name) => [name, configFlags[name]!])),
  ...progressFlags,
};

const HELP =
  `Tell what a data set holds: its classes, the lengths of its texts in tokens, and what may spoil a
model or its test, with what to do about it. Nothing is trained or written.

Usage: deno task data inspect SOURCE [options]

SOURCE is what --data is to deno task train: auto, imdb, sample, or the path of an archive, a folder, or
a file of rows.

Options:
${describeFlags(flags)}

Example:
  deno task data inspect reviews.csv`;

/** How wide the bars of the histogram are. */
const BAR = 40;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { flags: all, given, positionals } = parseFlags(args, flags);
  if (all.help) {
    print(HELP);
    return exitCodes.done;
  }
  const [source, ...rest] = positionals;
  if (source === undefined) throw new UsageError("which data? deno task data inspect SOURCE");
  if (rest.length > 0) throw new UsageError(`data inspect takes one source; what is ${rest[0]}?`);
  const section: Partial<DataSection> = {};
  for (const [flag, value] of Object.entries(given)) {
    const placed = configOptions.get(flag);
    if (placed !== undefined) Object.assign(section, { [placed.name]: value });
  }

  const { Progress } = await import("./_progress.ts");
  const { inspectDataset, loadDataset } = await import("@sluice/data");
  const { BpeTokenizer } = await import("@sluice/tokenizer");
  const { runOptions } = await import("@sluice/runs/options");
  const progress = new Progress(all.quiet === true);
  const signal = interruptSignal(() => progress.stop());
  const dataset = await loadDataset(source, {
    labels: section.labels ?? "sentiment",
    table: tableOptions(section),
    signal,
    onProgress: (loading) => progress.loading(loading),
  });
  progress.stop();
  if (dataset.notice !== undefined) printError(`\nNOTE: ${dataset.notice}\n`);
  if (dataset.howRead !== undefined) progress.line(dataset.howRead);
  progress.line(`learning tokens from ${formatCount(dataset.train.length)} texts`);
  const tokenizer = BpeTokenizer.train(dataset.train.map(({ text }) => text), {
    vocabSize: section.vocabSize ?? runOptions.data.vocabSize.default as number,
    specialTokens: ["<pad>"],
  });
  const maxLength = section.maxLength ?? runOptions.data.maxLength.default as number;
  const inspection = inspectDataset(dataset, {
    countTokens: (texts) => {
      const { offsets } = tokenizer.encodeBatch(texts, { encodeSpecialTokens: true });
      return Array.from(texts, (_, i) => offsets[i + 1]! - offsets[i]!);
    },
    maxLength,
  });
  if (all.json) printJson(inspection);
  else print(describe(inspection, maxLength));
  return exitCodes.done;
}

function describe(inspection: DatasetInspection, maxLength: number): string {
  const { name, labels, train, test, findings } = inspection;
  const share = (count: number, { examples }: SplitInspection) =>
    `${formatCount(count)} (${formatPercent(count / examples)})`;
  const classes = alignColumns([
    ["class", "training", "test"],
    ...labels.slice(0, 30).map((label, i) => [
      label,
      share(train.classes[i]!, train),
      share(test.classes[i]!, test),
    ]),
    ...labels.length > 30 ? [[`... ${labels.length - 30} more`, "", ""]] : [],
    ["all", formatCount(train.examples), formatCount(test.examples)],
  ]);
  const { least, median, most95, most, cut, histogram } = train.lengths;
  const highest = Math.max(...histogram.map(({ count }) => count));
  const bars = alignColumns(histogram.map(({ from, count }) => [
    `${formatCount(from)}${from < 1 ? "" : from === 1 ? "" : ` to ${formatCount(2 * from - 1)}`}`,
    formatCount(count),
  ])).split("\n").map((line, i) =>
    `${line}  ${"█".repeat(Math.ceil(BAR * histogram[i]!.count / highest))}`
  );
  return [
    `${name}, ${labels.length} classes`,
    "",
    classes,
    "",
    `tokens of a training text: ${formatCount(least)} to ${formatCount(most)}, half of them have ` +
    `${formatCount(median)} at most, 95 % have ${formatCount(most95)}; ${
      formatCount(cut)
    } are cut at ` +
    `${formatCount(maxLength)}`,
    ...bars,
    "",
    ...findings.length === 0
      ? ["nothing that would spoil a model or its test was found"]
      : findings.map(({ message, advice }) => `- ${message}: ${advice}`),
  ].join("\n");
}
