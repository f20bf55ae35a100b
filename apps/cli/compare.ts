// `compare`: trains all models of a recipe alike, and sets them side by side.
import { parse as parseYaml } from "@std/yaml";
import { parseRecipe, type Recipe } from "@sluice/train/recipe";
import { finalRow, type RunRecord } from "@sluice/train/run_record";
import type { ComparedRow } from "@sluice/train";
import { alignColumns } from "./_align_columns.ts";
import { COMMON_FLAGS, describeFlags, type Flags, type ParsedFlags, parseFlags } from "./_flags.ts";
import { count, duration, percent } from "./_format.ts";
import { INTERRUPTED_EXIT_CODE, interruptSignal } from "./_interrupt.ts";
import { CONFIG_FLAGS, LAUNCH_FLAGS, parseTrainOptions } from "./_train_options.ts";
import { UsageError } from "./_usage_error.ts";

const DEFAULT_RECIPE = "configs/reference.yaml";

/** What holds for all rows, so that it may be given on the command line. */
const SHARED_FLAGS = ["data", "train-size", "test-size", "max-length", "vocab-size", "epochs"];

const FLAGS: Flags = {
  config: { value: "FILE", help: `recipe (${DEFAULT_RECIPE})` },
  seeds: { value: "N", number: true, help: "runs of each row (as the recipe says)" },
  rows: { value: "NAME,NAME", help: "these rows of the recipe alone (all)" },
  from: { value: "WHOSE", help: "the rows of the study alone, or ours: study, ours (both)" },
  ...Object.fromEntries(SHARED_FLAGS.map((name) => [name, {
    ...CONFIG_FLAGS[name]!,
    help: CONFIG_FLAGS[name]!.help.replace(/ \(.*\)$/, " (as the recipe says)"),
  }])),
  ...LAUNCH_FLAGS,
  quiet: { help: "print no progress" },
  ...COMMON_FLAGS,
};

const HELP = `Train all models of a recipe alike, one run a row and seed, and print one table.

Usage: deno task compare [options]

Finished runs of the same configuration and data are reused, and runs that were stopped are gone on
with: the same command again goes on where it was interrupted. A run that fails does not stop the others.

Options:
${describeFlags(FLAGS)}`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { flags, positionals } = parseFlags(args, FLAGS);
  if (flags.has("help")) {
    console.log(HELP);
    return 0;
  }
  if (positionals.length > 0) throw new UsageError(`what is ${positionals[0]}? see --help`);
  // The flags that the recipe's rows share are checked by the recipe's schema, the others here.
  const { launch } = parseTrainOptions(
    new Map([...flags].filter(([name]) => name in LAUNCH_FLAGS)),
  );
  const recipe = await readRecipe(flags);

  const { Progress } = await import("./_progress.ts");
  const { loadDataset } = await import("@sluice/data");
  const { compare } = await import("@sluice/train");
  const progress = new Progress(flags.has("quiet"));
  const signal = interruptSignal(() => {
    progress.stop();
    console.error("stopping after this step (Ctrl-C again: at once)");
  }, () => progress.stop());
  const dataset = await loadDataset(recipe.rows[0]!.input.data?.source ?? "auto", {
    signal,
    onProgress: (loading) => progress.loading(loading),
  });
  progress.stop();
  if (dataset.notice !== undefined) console.error(`\nNOTE: ${dataset.notice}\n`);
  signal.throwIfAborted();

  const { rows, interrupted } = await compare({
    recipe,
    dataset,
    runs: launch.runs,
    device: launch.device,
    ...(launch.threads === undefined ? {} : { threads: launch.threads }),
    command: ["deno task compare", ...Deno.args.slice(1)].join(" "),
    onRun: ({ row, seed, folder, kind, number, total }) =>
      progress.line(
        `[${number}/${total}] ${row.name}, seed ${seed}: ` +
          (kind === "new" ? folder : `${folder}, ${kind}`),
      ),
    onFailure: ({ row, seed }, error) => {
      progress.stop();
      console.error(`${row.name}, seed ${seed} failed: ${error.message.split("\n")[0]}`);
      if (flags.has("verbose")) console.error(error);
    },
    onProgress: (told) => progress.training(told),
    signal,
  });
  progress.stop();

  if (flags.has("json")) console.log(JSON.stringify({ interrupted, rows: rows.map(summarize) }));
  else console.log(alignColumns(table(rows)));
  if (interrupted) {
    console.error("interrupted; to go on: the same command again");
    return INTERRUPTED_EXIT_CODE;
  }
  const failed = rows.filter(({ failures }) => failures.length > 0);
  if (failed.length > 0) {
    throw new Error(
      `${failed.length} of ${rows.length} rows failed: ${failed.map(({ row }) => row.name).join()}`,
    );
  }
  if (!flags.has("json")) console.log(`\nmore: deno task report --runs ${launch.runs}`);
  return 0;
}

/** The recipe of the file, with what flags say in its place. */
async function readRecipe(flags: ParsedFlags["flags"]): Promise<Recipe> {
  const path = flags.get("config") as string | undefined ?? DEFAULT_RECIPE;
  let value: unknown;
  try {
    value = parseYaml(await Deno.readTextFile(path));
  } catch (error) {
    const reason = error instanceof Deno.errors.NotFound
      ? "no such file"
      : (error as Error).message.split("\n")[0];
    throw new UsageError(`--config ${path}: ${reason}`);
  }
  const recipe = checked(value, path);
  const seeds = flags.get("seeds");
  const tree = { ...value as Record<string, Record<string, unknown>> };
  for (const name of SHARED_FLAGS) {
    const given = flags.get(name);
    if (given === undefined) continue;
    const [section, key] = CONFIG_FLAGS[name]!.key.split(".") as [string, string];
    tree[section] = { ...tree[section], [key]: given };
    if (section === "data") continue;
    // A row's own value would beat it.
    const rows = tree["rows"] as unknown as Record<string, Record<string, unknown>>[];
    (tree as Record<string, unknown>)["rows"] = rows.map((row) => (
      { ...row, [section]: { ...row[section], [key]: given } }
    ));
  }
  const { rows, seeds: own } = checked(
    seeds === undefined ? tree : { ...tree, seeds },
    "with the options given",
  );
  const named = chosen(rows, flags.get("rows") as string | undefined, recipe);
  return { seeds: own, rows: ofOrigin(named, flags.get("from") as string | undefined) };
}

function checked(value: unknown, where: string): Recipe {
  try {
    return parseRecipe(value, where);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function chosen(rows: Recipe["rows"], names: string | undefined, recipe: Recipe): Recipe["rows"] {
  if (names === undefined) return rows;
  return [...new Set(names.split(","))].map((name) => {
    const row = rows.find((row) => row.name === name);
    if (row !== undefined) return row;
    const known = recipe.rows.map((row) => row.name).join(", ");
    throw new UsageError(`--rows: there is no row ${name} (rows: ${known})`);
  });
}

function ofOrigin(rows: Recipe["rows"], from: string | undefined): Recipe["rows"] {
  if (from === undefined) return rows;
  if (from !== "study" && from !== "ours") {
    throw new UsageError(`--from: expected study or ours, got ${JSON.stringify(from)}`);
  }
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
  const finals = (record: RunRecord) => finalRow(record)!;
  const isSelected = records.length > 0 && records.every((record) => record.selectedEpoch);
  return {
    name: row.name,
    from: row.from,
    parameters: records[0]?.model.parameterCount,
    epochs: records[0]?.epochs.length,
    runs: runs.map(({ folder, seed }) => ({ folder, seed })),
    accuracy: over((record) => finals(record).testAccuracy),
    loss: over((record) => finals(record).testLoss),
    selectedAccuracy: isSelected
      ? over((record) => record.epochs[record.selectedEpoch! - 1]!.testAccuracy)
      : undefined,
    secondsAnEpoch: over((record) =>
      spread(record.epochs.map(({ trainSeconds }) => trainSeconds)).mean
    ),
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
  return [
    [
      "model",
      "from",
      "weights",
      "epochs",
      "runs",
      "test accuracy",
      "test loss",
      "held-out's choice",
      "s/epoch",
    ],
    ...rows.map(summarize).map((row) => [
      row.name,
      row.from,
      row.parameters === undefined ? "-" : count(row.parameters),
      String(row.epochs ?? "-"),
      String(row.runs.length) + (row.failures.length > 0 ? ` (${row.failures.length} failed)` : ""),
      show(row.accuracy, percent),
      show(row.loss, (value) => value.toFixed(4)),
      show(row.selectedAccuracy, percent),
      row.secondsAnEpoch === undefined ? "-" : duration(row.secondsAnEpoch.mean),
    ]),
  ];
}
