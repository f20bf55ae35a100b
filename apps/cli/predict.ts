// `predict`: labels texts from arguments, a file or standard input.
import { findRun } from "./_find_run.ts";
import { COMMON_FLAGS, describeFlags, type Flags, parseFlags } from "./_flags.ts";
import { interruptSignal } from "./_interrupt.ts";
import { readLines } from "./_read_lines.ts";
import { LAUNCH_FLAGS, parseTrainOptions } from "./_train_options.ts";
import { UsageError } from "./_usage_error.ts";

const FLAGS: Flags = {
  file: { value: "PATH", help: "read texts from a file, one a line; - is standard input" },
  ...LAUNCH_FLAGS,
  ...COMMON_FLAGS,
};

const HELP = `Label texts with a trained model.

Usage: deno task predict RUN [TEXT ...] [options]

RUN is the name of a run, or the path of its folder. Without texts and without --file, texts are read
from standard input, one a line. For each text a line is printed: the label, the probability that the
text is positive, and the text.

Options:
${describeFlags(FLAGS)}

Examples:
  deno task predict lstm-sample-1 "A film to fall in love with."
  deno task predict lstm-sample-1 --file reviews.txt --json`;

// As many texts go through the model together.
const BATCH = 256;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { flags, positionals } = parseFlags(args, FLAGS);
  if (flags.has("help")) {
    console.log(HELP);
    return 0;
  }
  const [name, ...texts] = positionals;
  if (name === undefined) throw new UsageError("which run? deno task predict RUN [TEXT ...]");
  const file = flags.get("file") as string | undefined;
  if (file !== undefined && texts.length > 0) {
    throw new UsageError("give texts or --file, not both");
  }
  const { launch } = parseTrainOptions(flags);
  const folder = await findRun(name, launch.runs);
  const lines = texts.length > 0 ? undefined : await readLines(file ?? "-");

  const { loadRun, predict } = await import("@sluice/train");
  const signal = interruptSignal(() => {});
  const loaded = await loadRun(folder, launch);
  const print = async (batch: string[]) => {
    signal.throwIfAborted();
    const probabilities = await predict(loaded, batch, { signal });
    const output = batch.map((text, index) => {
      const probability = probabilities[index]!;
      const label = probability >= 0.5 ? "positive" : "negative";
      return flags.has("json")
        ? JSON.stringify({ text, label, probability })
        : `${label}  ${probability.toFixed(4)}  ${shorten(text)}`;
    });
    console.log(output.join("\n"));
  };
  if (lines === undefined) {
    for (let start = 0; start < texts.length; start += BATCH) {
      await print(texts.slice(start, start + BATCH));
    }
    return 0;
  }
  // Someone who types sees each answer at once.
  const interactive = (file ?? "-") === "-" && Deno.stdin.isTerminal();
  if (interactive) console.error("type texts, one a line; Ctrl-D ends");
  const batch: string[] = [];
  for await (const line of lines) {
    batch.push(line);
    if (interactive || batch.length === BATCH) await print(batch.splice(0));
  }
  if (batch.length > 0) await print(batch);
  return 0;
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 80 ? line.slice(0, 79) + "…" : line;
}
