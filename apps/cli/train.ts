// `train`: from options to a trained model in a run's folder.
import { completeTrainConfig, type TrainConfig } from "@sluice/train/train_config";
import { readRunRecord } from "@sluice/train/run_record";
import { checkRunName, findRun, newRunFolder } from "./_find_run.ts";
import { describeFlags, type ParsedFlags, parseFlags } from "./_flags.ts";
import { count, duration, percent } from "./_format.ts";
import { INTERRUPTED_EXIT_CODE, interruptSignal } from "./_interrupt.ts";
import { architectures } from "@sluice/models/model_config";
import { modelSummary } from "./_model_summary.ts";
import { parseTrainOptions, TRAIN_FLAGS, type TrainRequest } from "./_train_options.ts";
import { UsageError } from "./_usage_error.ts";

const HELP = `Train a model on film reviews and keep it in a folder of its own.

Usage: deno task train MODEL [options]
       deno task train --resume RUN [--epochs N]

Models: ${architectures.join(", ")}

Options (defaults in brackets):
${describeFlags(TRAIN_FLAGS)}

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
  const { flags, positionals } = parseFlags(args, TRAIN_FLAGS);
  if (flags.has("help")) {
    console.log(HELP);
    return 0;
  }
  const [model, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError(`train takes one model; what is ${rest[0]}?`);
  const path = flags.get("config") as string | undefined;
  const yaml = path === undefined ? undefined : { text: await readConfigFile(path), path };
  const request = parseTrainOptions(flags, model, yaml);
  const resume = flags.get("resume") as string | undefined;
  if (resume !== undefined) return await resumeRun(resume, request, flags, model);
  if (request.input.model?.architecture === undefined) {
    throw new UsageError(
      `which model? deno task train MODEL, with one of: ${architectures.join(", ")}`,
    );
  }
  return await newRun(request, flags);
}

async function readConfigFile(path: string): Promise<string> {
  let bytes;
  try {
    bytes = await Deno.readFile(path);
  } catch (error) {
    const reason = error instanceof Deno.errors.NotFound
      ? "no such file"
      : (error as Error).message;
    throw new UsageError(`--config ${path}: ${reason}`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`--config ${path}: not a text file in UTF-8`);
  }
}

async function newRun(request: TrainRequest, flags: ParsedFlags["flags"]): Promise<number> {
  const { input, launch } = request;
  const name = flags.get("name") as string | undefined;
  // Told before the data are read, as that may take a while.
  if (name !== undefined) await newRunFolder(launch.runs, name, "");
  if (input.name !== undefined) checkRunName(input.name);
  return await execute(flags, launch, input.data?.source ?? "auto", async (dataSetName) => {
    const config = completeTrainConfig(input, dataSetName);
    const base = input.name ?? `${config.model.architecture}-${dataSetName}`;
    return { config, folder: await newRunFolder(launch.runs, name, base), resume: false };
  });
}

async function resumeRun(
  run: string,
  { input, launch }: TrainRequest,
  flags: ParsedFlags["flags"],
  model: string | undefined,
): Promise<number> {
  const { recordedConfig } = await import("@sluice/train/recorded_config");
  for (const flag of flags.keys()) {
    if (!RESUME_FLAGS.has(flag)) {
      throw new UsageError(`--${flag} does not go with --resume: the run keeps its own options`);
    }
  }
  const folder = await findRun(run, launch.runs);
  const path = `${folder}/run.json`;
  const record = await readRunRecord(path);
  const recorded = recordedConfig(record, path);
  if (model !== undefined && model !== recorded.model.architecture) {
    throw new UsageError(`${folder} is a run of ${recorded.model.architecture}, not of ${model}`);
  }
  const config: TrainConfig = {
    ...recorded,
    training: { ...recorded.training, ...input.training },
  };
  // Not the recorded source: `auto` may find other data now.
  const source = input.data?.source ?? record.data.location;
  return await execute(flags, launch, source, () =>
    Promise.resolve({
      config,
      folder,
      resume: true,
    }));
}

interface Plan {
  config: TrainConfig;
  folder: string;
  resume: boolean;
}

async function execute(
  flags: ParsedFlags["flags"],
  launch: TrainRequest["launch"],
  source: string,
  plan: (dataSetName: string) => Promise<Plan>,
): Promise<number> {
  // Here, as they load TensorFlow.
  const { Progress } = await import("./_progress.ts");
  const { loadDataset } = await import("@sluice/data");
  const progress = new Progress(flags.has("quiet"));
  const signal = interruptSignal(() => {
    progress.stop();
    console.error("stopping after this step (Ctrl-C again: at once)");
  }, () => progress.stop());

  const dataset = await loadDataset(source, {
    signal,
    onProgress: (loading) => progress.loading(loading),
  });
  progress.stop();
  if (dataset.notice !== undefined) console.error(`\nNOTE: ${dataset.notice}\n`);
  signal.throwIfAborted();
  const { config, folder, resume } = await plan(dataset.name);
  progress.line(
    `${dataset.name}: ${count(dataset.train.length)} training and ` +
      `${count(dataset.test.length)} test reviews` +
      (dataset.emptyCount > 0 ? `, ${count(dataset.emptyCount)} of them empty` : ""),
  );
  const { clipNorm } = config.optimizer;
  progress.line(
    `${config.training.epochs} epochs, learning rate ${config.optimizer.learningRate}, ` +
      `batches of ${config.training.batchSize}` +
      (clipNorm === 0 ? "" : `, gradients clipped at ${clipNorm}`) +
      `; saving in ${folder}`,
  );

  const { train } = await import("@sluice/train");
  const record = await train({
    config,
    dataset,
    folder,
    resume,
    device: launch.device,
    ...(launch.threads === undefined ? {} : { threads: launch.threads }),
    command: ["deno task train", ...Deno.args.slice(1).map(quote)].join(" "),
    onProgress: (told) => {
      progress.training(told);
      if (told.phase === "start" && !flags.has("json")) {
        progress.line(`\n${modelSummary(told.record.model)}\n`);
      }
    },
    signal,
  });
  progress.stop();

  const final = record.epochs.at(-1);
  if (flags.has("json")) {
    console.log(JSON.stringify({ folder, record }));
  } else if (final !== undefined) {
    const best = record.epochs[record.bestEpoch! - 1]!;
    const seconds = record.epochs.reduce(
      (sum, row) => sum + row.trainSeconds + row.testSeconds + (row.validationSeconds ?? 0),
      0,
    );
    console.log(
      `${record.model.architecture} on ${dataset.name}: test accuracy ` +
        `${percent(final.testAccuracy)}, loss ${final.testLoss.toFixed(4)} after epoch ` +
        `${final.epoch} (best: ${percent(best.testAccuracy)} after epoch ${best.epoch}), ` +
        `${duration(seconds)}`,
    );
  }
  if (record.status === "interrupted") {
    console.error(`interrupted; to go on: deno task train --resume ${folder}`);
    return INTERRUPTED_EXIT_CODE;
  }
  if (!flags.has("json")) console.log(`saved in ${folder}`);
  return 0;
}

/** An argument as a shell takes it. */
function quote(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
