// `compare`: trains all models of a recipe alike, and sets them side by side.
import { epochSeconds, finalRow, quickestRun, type RunRecord, selectedRow } from "@sluice/runs";
import { parseRecipe, type Recipe } from "@sluice/train/recipe";
import type { ComparedRow } from "@sluice/train";
import { alignColumns } from "../command_line/align_columns.ts";
import { describeFlags } from "../command_line/describe_flags.ts";
import { exitCodes } from "../command_line/exit_codes.ts";
import type { Flag, Flags, FlagValues, GivenFlags } from "../command_line/flag.ts";
import { formatCount } from "../command_line/format_count.ts";
import { formatDuration } from "../command_line/format_duration.ts";
import { formatPercent } from "../command_line/format_percent.ts";
import { interruptSignal } from "../command_line/interrupt_signal.ts";
import { tableOptions } from "./_table_options.ts";
import { parseFlags } from "../command_line/parse_flags.ts";
import { UsageError } from "../command_line/usage_error.ts";
import { configFlags, configOptions } from "./_config_flags.ts";
import { deviceOptions, launchFlags } from "./_launch_flags.ts";
import { progressFlags } from "./_output_flags.ts";
import { parseYaml } from "./_parse_yaml.ts";
import { quoteCommand } from "./_quote_command.ts";
import { readTextFile } from "./_read_text_file.ts";
import { print, printError, printJson } from "../command_line/print.ts";

/** What holds for all rows, so that it may be given on the command line. */
const SHARED_FLAGS = [
  ...["data", "labels", "train-size", "test-size", "max-length", "vocab-size", "epochs"],
] as const;

const OWN_FLAGS = {
  config: {
    kind: "text",
    placeholder: "FILE",
    default: "configs/reference.yaml",
    help: "recipe",
  },
  seeds: {
    kind: "integer",
    least: 1,
    most: 1000,
    defaultText: "as the recipe says",
    help: "runs of each row",
  },
  rows: {
    kind: "text",
    placeholder: "NAME,NAME",
    defaultText: "all",
    help: "these rows of the recipe alone",
  },
  from: {
    kind: "choice",
    choices: ["study", "ours"],
    placeholder: "WHOSE",
    defaultText: "both",
    help: "the rows of the study alone, or ours: study, ours",
  },
} as const satisfies Flags;

/** The flags of the command. */
export const flags: Flags = {
  ...OWN_FLAGS,
  ...Object.fromEntries(SHARED_FLAGS.map((name): [string, Flag] => [
    name,
    { ...configFlags[name]!, defaultText: "as the recipe says" },
  ])),
  ...launchFlags,
  ...progressFlags,
};

/** What the flags say that are not the configuration's. */
type OwnFlags = FlagValues<typeof OWN_FLAGS & typeof launchFlags & typeof progressFlags>;

const HELP = `Train all models of a recipe alike, one run a row and seed, and print one table.

Usage: deno task compare [options]

Finished runs of the same configuration and data are reused, and runs that were stopped are gone on
with: the same command again goes on where it was interrupted. A run that fails does not stop the others.

Options:
${describeFlags(flags)}`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { flags: values, given, positionals } = parseFlags(args, flags);
  const own = values as OwnFlags;
  if (own.help) {
    print(HELP);
    return exitCodes.done;
  }
  if (positionals.length > 0) throw new UsageError(`what is ${positionals[0]}? see --help`);
  const recipe = await readRecipe(own, given);

  const { Progress } = await import("./_progress.ts");
  const { loadDataset } = await import("@sluice/data");
  const { compare } = await import("@sluice/train");
  const progress = new Progress(own.quiet === true);
  const signal = interruptSignal(() => {
    progress.stop();
    printError("stopping after this step (Ctrl-C again: at once)");
  }, () => progress.stop());
  // All rows have the same data.
  const { data } = recipe.rows[0]!.input;
  const { source = "auto", labels = "sentiment" } = data ?? {};
  const dataset = await loadDataset(source, {
    labels,
    table: tableOptions(data),
    signal,
    onProgress: (loading) => progress.loading(loading),
  });
  progress.stop();
  if (dataset.notice !== undefined) printError(`\nNOTE: ${dataset.notice}\n`);
  if (dataset.howRead !== undefined) progress.line(dataset.howRead);
  signal.throwIfAborted();

  const { rows, interrupted } = await compare({
    recipe,
    dataset,
    runs: own.runs,
    ...deviceOptions(own),
    command: quoteCommand(["deno", "task", "compare", ...Deno.args.slice(1)]),
    onRun: ({ row, seed, folder, kind, number, total }) =>
      progress.line(
        `[${number}/${total}] ${row.name}, seed ${seed}: ` +
          (kind === "new" ? folder : `${folder}, ${kind}`),
      ),
    onWait: (folder) => progress.line(`waiting for ${folder}, which another process trains`),
    onFailure: ({ row, seed }, error) => {
      progress.stop();
      printError(`${row.name}, seed ${seed} failed: ${error.message.split("\n")[0]}`);
      if (own.verbose) printError((error as Error).stack ?? String(error));
    },
    onProgress: (told) => progress.training(told),
    signal,
  });
  progress.stop();

  if (own.json) printJson({ interrupted, rows: rows.map(summarize) });
  else print(alignColumns(table(rows)));
  if (interrupted) {
    printError("interrupted; to go on: the same command again");
    return exitCodes.interrupted;
  }
  const failed = rows.filter(({ failures }) => failures.length > 0);
  if (failed.length > 0) {
    throw new Error(
      `${failed.length} of ${rows.length} rows failed: ${failed.map(({ row }) => row.name).join()}`,
    );
  }
  if (!own.json) print(`\nmore: deno task report --runs ${own.runs}`);
  return exitCodes.done;
}

/** The recipe of the file, with what flags say in its place. */
async function readRecipe(
  { config: path, seeds, rows: named, from }: OwnFlags,
  given: GivenFlags<Flags>,
): Promise<Recipe> {
  const text = await readTextFile("--config", path);
  const value = parseYaml(text, path);
  // The file alone first, so that what is wrong in it is told as the file's.
  checked(value, path);
  const tree = { ...value as Record<string, Record<string, unknown>> };
  for (const name of SHARED_FLAGS) {
    const value = given[name];
    if (value === undefined) continue;
    const { section, name: key } = configOptions.get(name)!;
    tree[section] = { ...tree[section], [key]: value };
    if (section === "data") continue;
    // A row's own value would beat it.
    const rows = tree["rows"] as unknown as Record<string, Record<string, unknown>>[];
    (tree as Record<string, unknown>)["rows"] = rows.map((row) => (
      { ...row, [section]: { ...row[section], [key]: value } }
    ));
  }
  const recipe = checked(
    seeds === undefined ? tree : { ...tree, seeds },
    `${path} with the options given`,
  );
  return { seeds: recipe.seeds, rows: ofOrigin(chosen(recipe.rows, named), from) };
}

function checked(value: unknown, where: string): Recipe {
  try {
    return parseRecipe(value, where);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function chosen(rows: Recipe["rows"], names: string | undefined): Recipe["rows"] {
  if (names === undefined) return rows;
  return [...new Set(names.split(","))].map((name) => {
    const row = rows.find((row) => row.name === name);
    if (row !== undefined) return row;
    const known = rows.map((row) => row.name).join(", ");
    throw new UsageError(`--rows: there is no row ${name} (rows: ${known})`);
  });
}

function ofOrigin(rows: Recipe["rows"], from: "study" | "ours" | undefined): Recipe["rows"] {
  if (from === undefined) return rows;
  const found = rows.filter((row) => row.from === from);
  if (found.length > 0) return found;
  const names = rows.map((row) => row.name).join(", ");
  throw new UsageError(`--from ${from}: none of the rows is (rows: ${names})`);
}

/** Mean and standard deviation, of a sample, over the runs. */
function spread(values: readonly number[]): { mean: number; deviation: number | null } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: values.length < 2 ? null : Math.sqrt(squares / (values.length - 1)) };
}

/** What a row comes to, over its finished runs. */
function summarize({ row, runs, failures }: ComparedRow) {
  const records = runs.map(({ record }) => record);
  const over = (value: (record: RunRecord) => number) =>
    records.length === 0 ? undefined : spread(records.map(value));
  const final = (record: RunRecord) => finalRow(record)!.test;
  const isSelected = records.every((record) => selectedRow(record) !== undefined);
  const hasF1 = records.every((record) =>
    record.task.labels.length > 2 && final(record).macroF1 !== undefined
  );
  const quickest = quickestRun(records);
  return {
    name: row.name,
    from: row.from,
    parameters: records[0]?.model.parameterCount,
    epochs: records[0]?.epochs.length,
    runs: runs.map(({ folder, seed }) => ({ folder, seed })),
    accuracy: over((record) => final(record).accuracy),
    loss: over((record) => final(record).loss),
    macroF1: hasF1 ? over((record) => final(record).macroF1!) : undefined,
    selectedAccuracy: isSelected ? over((record) => selectedRow(record)!.test.accuracy) : undefined,
    secondsAnEpoch: quickest && epochSeconds(quickest),
    failures,
  };
}

function table(rows: readonly ComparedRow[]): string[][] {
  const show = (
    value: ReturnType<typeof spread> | undefined,
    format: (value: number) => string,
  ) =>
    value === undefined
      ? "-"
      : format(value.mean) + (value.deviation === null ? "" : ` ± ${format(value.deviation)}`);
  const summaries = rows.map(summarize);
  const withF1 = summaries.some(({ macroF1 }) => macroF1 !== undefined);
  const fixed = (value: number) => value.toFixed(4);
  return [
    [
      ...["model", "from", "weights", "epochs", "runs", "test accuracy", "test loss"],
      ...(withF1 ? ["macro F1"] : []),
      ...["held-out's choice", "s/epoch"],
    ],
    ...summaries.map((row) => [
      row.name,
      row.from,
      row.parameters === undefined ? "-" : formatCount(row.parameters),
      String(row.epochs ?? "-"),
      String(row.runs.length) + (row.failures.length > 0 ? ` (${row.failures.length} failed)` : ""),
      show(row.accuracy, formatPercent),
      show(row.loss, fixed),
      ...(withF1 ? [show(row.macroF1, fixed)] : []),
      show(row.selectedAccuracy, formatPercent),
      row.secondsAnEpoch === undefined ? "-" : formatDuration(row.secondsAnEpoch),
    ]),
  ];
}
