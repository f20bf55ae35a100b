// `export`: writes a trained model for other software.
import { findRun, runArgument } from "./_find_run.ts";
import { COMMON_FLAGS, describeFlags, type Flags, parseFlags } from "./_flags.ts";
import { didYouMean } from "./_suggest.ts";
import { parseTrainOptions } from "./_train_options.ts";
import { UsageError } from "./_usage_error.ts";

const FORMATS = ["tfjs", "keras-weights", "safetensors"] as const;

const FLAGS: Flags = {
  output: { value: "DIR", help: "folder to write to (export/FORMAT in the run's folder)" },
  format: { value: "FORMAT", help: `${FORMATS.join(", ")} (tfjs)` },
  runs: { value: "DIR", help: "folder of runs (runs)" },
  ...COMMON_FLAGS,
};

const HELP = `Write a trained model for other software, with its tokenizer.

Usage: deno task export RUN [options]

RUN is the name of a run, or the path of its folder.

Formats:
  tfjs           model.json and weights.bin of TensorFlow.js's own layers. tf.loadLayersModel loads it
                 with no code of Sluice's; from token ids int32 [batch, time], right-padded with 0, to
                 the probability that a text is positive
  keras-weights  weights.h5, for load_weights of a Keras model
  safetensors    weights.safetensors, with Keras's names

Options:
${describeFlags(FLAGS)}`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { flags, positionals } = parseFlags(args, FLAGS);
  if (flags.has("help")) {
    console.log(HELP);
    return 0;
  }
  const name = runArgument("export", positionals);
  const asked = flags.get("format") as string | undefined ?? "tfjs";
  const format = FORMATS.find((one) => one === asked);
  if (format === undefined) {
    throw new UsageError(
      `--format: unknown format ${asked}${didYouMean(asked, FORMATS)} (formats: ${
        FORMATS.join(", ")
      })`,
    );
  }
  const { launch } = parseTrainOptions(flags);
  const folder = await findRun(name, launch.runs);
  const output = (flags.get("output") as string | undefined)?.replace(/(?<=.)[\\/]+$/, "");

  const { exportRun, loadRun } = await import("@sluice/train");
  const loaded = await loadRun(folder, { threads: 1 });
  const files = await exportRun(loaded, {
    // What lies in the run's own folder is an earlier export of it.
    ...(output === undefined
      ? { output: `${folder}/export/${format}`, overwrite: true }
      : { output }),
    format,
  });
  if (flags.has("json")) console.log(JSON.stringify({ folder, format, files }));
  else for (const file of files) console.log(file);
  return 0;
}
