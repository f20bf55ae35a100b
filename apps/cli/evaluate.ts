// `evaluate`: tests a trained run again, on the test reviews that its record tells of.
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

const HELP = `Test a trained run again, on the very test reviews of its record.

Usage: deno task evaluate RUN [options]

RUN is the name of a run, or the path of its folder. The exit code is 1 where the result is not the
recorded one.

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
  if (name === undefined) throw new UsageError("which run? deno task evaluate RUN");
  if (rest.length > 0) throw new UsageError(`evaluate takes one run; what is ${rest[0]}?`);
  const { launch } = parseTrainOptions(flags);
  const folder = await findRun(name, launch.runs);

  const { Progress } = await import("./_progress.ts");
  const { loadDataset } = await import("@sluice/data");
  const { evaluateRun, loadRun } = await import("@sluice/train");
  const progress = new Progress(flags.has("quiet"));
  const signal = interruptSignal(() => progress.stop());
  const loaded = await loadRun(folder, launch);
  const { record } = loaded;
  const source = flags.get("data") as string | undefined ?? record.data.location;
  const dataset = await loadDataset(source, {
    signal,
    onProgress: (loading) => progress.loading(loading),
  });
  const { loss, accuracy, examples } = await evaluateRun(loaded, dataset, {
    signal,
    onProgress: (done, total) => progress.show("testing", done, total, ""),
  });
  progress.stop();

  const final = record.epochs.at(-1)!;
  const same = accuracy === final.testAccuracy && loss === final.testLoss;
  if (flags.has("json")) {
    const recorded = { loss: final.testLoss, accuracy: final.testAccuracy };
    console.log(
      JSON.stringify({ folder, examples: examples.length, loss, accuracy, recorded, same }),
    );
  } else {
    console.log(
      `${record.model.architecture} on ${record.data.name}: test accuracy ${percent(accuracy)}, ` +
        `loss ${loss.toFixed(4)} on ${count(examples.length)} reviews` +
        (same ? ", as recorded" : ""),
    );
  }
  if (same) return 0;
  console.error(
    `error: the record of ${folder} says accuracy ${percent(final.testAccuracy, 4)}, loss ` +
      `${final.testLoss}; found ${percent(accuracy, 4)}, ${loss}`,
  );
  return 1;
}
