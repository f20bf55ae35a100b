// `train`: from options to a trained model in a run's folder.
import type { Dataset, TableOptions } from "@sluice/data";
import { architectures } from "@sluice/models/model_config";
import {
  completeTrainConfig,
  readRunRecord,
  recordedConfig,
  RunExistsError,
  runPaths,
  type RunRecord,
  type TrainConfig,
} from "@sluice/runs";
import { describeFlags } from "../command_line/describe_flags.ts";
import { exitCodes } from "../command_line/exit_codes.ts";
import type { Flags, FlagValues, GivenFlags } from "../command_line/flag.ts";
import { formatCount } from "../command_line/format_count.ts";
import { formatDuration } from "../command_line/format_duration.ts";
import { formatPercent } from "../command_line/format_percent.ts";
import { interruptSignal } from "../command_line/interrupt_signal.ts";
import { parseFlags } from "../command_line/parse_flags.ts";
import { UsageError } from "../command_line/usage_error.ts";
import { configFlags } from "./_config_flags.ts";
import { describeResult } from "./_describe_metrics.ts";
import { checkNotLocked, findRun } from "./_find_run.ts";
import { deviceOptions, launchFlags } from "./_launch_flags.ts";
import { modelSummary } from "./_model_summary.ts";
import { checkRunName, namedRunFolder, nextRunFolder, runName } from "./_new_run.ts";
import { progressFlags } from "./_output_flags.ts";
import { quoteCommand } from "./_quote_command.ts";
import { readTextFile } from "./_read_text_file.ts";
import { tableOptions } from "./_table_options.ts";
import { makeTrainRequest, type TrainRequest } from "./_train_request.ts";
import { print, printError, printJson } from "../command_line/print.ts";

/** The flags that are not the configuration's. */
const OWN_FLAGS = {
  name: {
    ...runName,
    placeholder: "NAME",
    defaultText: "model, data and a number",
    help: "name of the run and its folder",
  },
  resume: {
    kind: "text",
    placeholder: "RUN",
    help: "go on with a run that was interrupted, or add --epochs to it",
  },
  ...progressFlags,
} as const satisfies Flags;

const CONFIG_FILE = {
  config: { kind: "text", placeholder: "FILE", help: "YAML file with any of these options" },
} as const satisfies Flags;

/** The flags of the command. */
export const flags: Flags = { ...CONFIG_FILE, ...configFlags, ...launchFlags, ...OWN_FLAGS };

/** What the flags say that are not the configuration's. */
type OwnFlags = FlagValues<typeof OWN_FLAGS & typeof CONFIG_FILE>;

const HELP = `Train a text classifier and keep it in a folder of its own.

Usage: deno task train MODEL [options]
       deno task train --resume RUN [--epochs N]

Models: ${architectures.join(", ")}

Options (defaults in brackets):
${describeFlags(flags)}

Options may stand in a YAML file, in the sections that run.json shows under "configuration";
flags beat the file, the file beats the defaults.

Examples:
  deno task train lstm --data sample
  deno task train lstm --data ~/aclImdb_v1.tar.gz --train-size 9788 --test-size 9763
  deno task train --resume lstm-imdb-1 --epochs 12`;

/** What goes with `--resume`: the rest is the run's own. */
const RESUME_FLAGS = new Set([
  "resume",
  "epochs",
  "data",
  "device",
  "threads",
  "runs",
  "json",
  "quiet",
  "verbose",
]);

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const parsed = parseFlags(args, flags);
  const { given, positionals } = parsed;
  const own = parsed.flags as OwnFlags;
  if (own.help) {
    print(HELP);
    return exitCodes.done;
  }
  const [model, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError(`train takes one model; what is ${rest[0]}?`);
  const { config: path, resume } = own;
  const yaml = path === undefined
    ? undefined
    : { text: await readTextFile("--config", path), path };
  if (resume !== undefined) checkGoesWithResume(given);
  const request = makeTrainRequest(given, model, yaml);
  if (resume !== undefined) return await resumeRun(resume, request, own, model);
  if (request.input.model?.architecture === undefined) {
    throw new UsageError(
      `which model? deno task train MODEL, with one of: ${architectures.join(", ")}`,
    );
  }
  return await newRun(request, own);
}

function checkGoesWithResume(given: GivenFlags<Flags>): void {
  for (const flag of Object.keys(given)) {
    if (!RESUME_FLAGS.has(flag)) {
      throw new UsageError(`--${flag} does not go with --resume: the run keeps its own options`);
    }
  }
}

async function newRun(request: TrainRequest, own: OwnFlags): Promise<number> {
  const { input, launch: { runs } } = request;
  const { name } = own;
  // Told before the data are read, as that may take a while.
  const named = name === undefined ? undefined : await namedRunFolder(runs, name);
  if (input.name !== undefined) checkRunName(input.name, `${own.config}: name`);
  return await execute(request, own, {
    source: input.data?.source ?? "auto",
    labels: input.data?.labels ?? "sentiment",
    table: tableOptions(input.data),
    plan: async (dataSetName) => {
      const config = completeTrainConfig(input, dataSetName);
      const base = input.name ?? `${config.model.architecture}-${dataSetName}`;
      return {
        config,
        resume: false,
        folder: named ?? await nextRunFolder(runs, base),
        ...(named === undefined && { nextFolder: () => nextRunFolder(runs, base) }),
      };
    },
  });
}

async function resumeRun(
  run: string,
  request: TrainRequest,
  own: OwnFlags,
  model: string | undefined,
): Promise<number> {
  const { input, launch } = request;
  const folder = await findRun(run, launch.runs);
  await checkNotLocked(folder);
  const path = runPaths(folder).record;
  const record = await readRunRecord(path);
  const recorded = recordedConfig(record, path);
  if (model !== undefined && model !== recorded.model.architecture) {
    throw new UsageError(`${folder} is a run of ${recorded.model.architecture}, not of ${model}`);
  }
  const config: TrainConfig = {
    ...recorded,
    training: { ...recorded.training, ...input.training },
  };
  return await execute(request, own, {
    // Not the recorded source: `auto` may find other data now.
    source: input.data?.source ?? record.data.location,
    labels: recorded.data.labels,
    table: tableOptions(recorded.data),
    plan: () => Promise.resolve({ config, folder, resume: true }),
  });
}

/** What is to be trained, and where it is kept. */
interface Plan {
  config: TrainConfig;
  folder: string;
  resume: boolean;
  /** Where to go where someone else has taken the folder meanwhile. Missing: nowhere. */
  nextFolder?: () => Promise<string>;
}

/** What is to be read, and what is to be done with it. */
interface Job {
  source: string;
  labels: "sentiment" | "rating";
  table: TableOptions;
  plan: (dataSetName: string) => Promise<Plan>;
}

async function execute(
  { launch }: TrainRequest,
  own: OwnFlags,
  { source, labels, table, plan }: Job,
): Promise<number> {
  // Here, as they load TensorFlow.
  const { Progress } = await import("./_progress.ts");
  const { findConflicts, loadDataset } = await import("@sluice/data");
  const progress = new Progress(own.quiet === true);
  const signal = interruptSignal(() => {
    progress.stop();
    printError("stopping after this step (Ctrl-C again: at once)");
  }, () => progress.stop());

  const dataset = await loadDataset(source, {
    labels,
    table,
    signal,
    onProgress: (loading) => progress.loading(loading),
  });
  progress.stop();
  if (dataset.notice !== undefined) printError(`\nNOTE: ${dataset.notice}\n`);
  if (dataset.howRead !== undefined) progress.line(dataset.howRead);
  signal.throwIfAborted();
  const { config, resume, nextFolder, ...planned } = await plan(dataset.name);
  let { folder } = planned;
  progress.line(describeDataset(dataset));
  const conflicts = findConflicts(dataset).map(({ message }) => message);
  if (conflicts.length > 0) {
    progress.line(`note: ${conflicts.join("; ")}; deno task data inspect tells more`);
  }
  const { clipNorm } = config.optimizer;
  progress.line(
    `${config.training.epochs} epochs, learning rate ${config.optimizer.learningRate}, ` +
      `batches of ${config.training.batchSize}` +
      (clipNorm === 0 ? "" : `, gradients clipped at ${clipNorm}`) +
      `; saving in ${folder}`,
  );

  const { trainInFolder } = await import("@sluice/train");
  const train = () =>
    trainInFolder({
      config,
      dataset,
      folder,
      resume,
      ...deviceOptions(launch),
      command: quoteCommand(["deno", "task", "train", ...Deno.args.slice(1)]),
      onProgress: (told) => {
        progress.training(told);
        if (told.phase === "start" && !own.json) {
          progress.line(`\n${modelSummary(told.record.model)}\n`);
        }
      },
      signal,
    });
  let record: RunRecord | undefined;
  while (record === undefined) {
    try {
      record = await train();
    } catch (error) {
      // Another run began meanwhile and took the number.
      if (!(error instanceof RunExistsError) || nextFolder === undefined) throw error;
      const taken = folder;
      folder = await nextFolder();
      progress.line(`${taken} is another run's by now; saving in ${folder}`);
    }
  }
  progress.stop();

  const final = record.epochs.at(-1);
  if (own.json) {
    printJson({ folder, record });
  } else if (final !== undefined) {
    const best = record.epochs[record.bestEpoch! - 1]!;
    const seconds = record.epochs.reduce(
      (sum, row) => sum + row.trainSeconds + row.testSeconds + (row.validationSeconds ?? 0),
      0,
    );
    print(
      `${record.model.architecture} on ${dataset.name}: test ` +
        `${describeResult(final.test, record.task.labels.length)} after epoch ${final.epoch} ` +
        `(best: ${formatPercent(best.test.accuracy)} after epoch ${best.epoch}), ` +
        `${formatDuration(seconds)}`,
    );
  }
  if (record.status === "interrupted") {
    printError(`interrupted; to go on: deno task train --resume ${folder}`);
    return exitCodes.interrupted;
  }
  if (!own.json) print(`saved in ${folder}`);
  return exitCodes.done;
}

function describeDataset({ name, labels, train, test, emptyCount }: Dataset): string {
  return `${name}: ${formatCount(train.length)} training and ${formatCount(test.length)} test ` +
    `examples` +
    (emptyCount > 0 ? `, ${formatCount(emptyCount)} of them empty` : "") +
    (labels.length > 2 ? `; ${labels.length} labels: ${shortList(labels)}` : "");
}

function shortList(labels: readonly string[]): string {
  return labels.length <= 12
    ? labels.join(", ")
    : `${labels.slice(0, 10).join(", ")}, ... ${labels.at(-1)}`;
}
