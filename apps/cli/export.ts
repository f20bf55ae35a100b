// `export`: writes a trained model for other software.
import type { ExportFormat } from "@sluice/train";
import { describeFlags } from "../command_line/describe_flags.ts";
import { exitCodes } from "../command_line/exit_codes.ts";
import type { Flags } from "../command_line/flag.ts";
import { parseFlags } from "../command_line/parse_flags.ts";
import { findRun, runArgument } from "./_find_run.ts";
import { launchFlags } from "./_launch_flags.ts";
import { outputFlags } from "./_output_flags.ts";
import { print, printJson } from "../command_line/print.ts";

// Here, as the package's own list comes with TensorFlow.js.
const FORMATS = ["tfjs", "keras-weights", "safetensors"] as const satisfies ExportFormat[];

/** The flags of the command. */
export const flags = {
  output: {
    kind: "text",
    placeholder: "DIR",
    defaultText: "export/FORMAT in the run's folder",
    help: "folder to write to",
  },
  format: {
    kind: "choice",
    choices: FORMATS,
    default: "tfjs",
    placeholder: "FORMAT",
    help: FORMATS.join(", "),
  },
  runs: launchFlags.runs,
  ...outputFlags,
} as const satisfies Flags;

const HELP = `Write a trained model for other software, with its tokenizer.

Usage: deno task export RUN [options]

RUN is the name of a run, or the path of its folder.

Formats:
  tfjs           model.json and weights.bin of TensorFlow.js's own layers. tf.loadLayersModel loads it
                 with no code of Sluice's; from token ids int32 [batch, time], right-padded with 0, to
                 probabilities: of two labels that of the second one, else one a label. Its metadata
                 name the labels
  keras-weights  weights.h5, for load_weights of a Keras model
  safetensors    weights.safetensors, with Keras's names

Options:
${describeFlags(flags)}`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { flags: given, positionals } = parseFlags(args, flags);
  if (given.help) {
    print(HELP);
    return exitCodes.done;
  }
  const { format, runs } = given;
  const folder = await findRun(runArgument("export", positionals), runs);
  const output = given.output?.replace(/(?<=.)[\\/]+$/, "");

  const { exportRun, loadRun } = await import("@sluice/train");
  const loaded = await loadRun(folder, { threads: 1 });
  const files = await exportRun(loaded, {
    ...(output === undefined ? {} : { output }),
    format,
  });
  if (given.json) printJson({ folder, format, files });
  else for (const file of files) print(file);
  return exitCodes.done;
}
