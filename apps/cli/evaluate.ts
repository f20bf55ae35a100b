// `evaluate`: tests a trained run again, on the test reviews that its record tells of.
import { describeFlags, parseFlags } from "./_flags.ts";
import { count, percent } from "./_format.ts";
import { OPEN_RUN_FLAGS, openRun } from "./_open_run.ts";

const HELP = `Test a trained run again, on the very test reviews of its record.

Usage: deno task evaluate RUN [options]

RUN is the name of a run, or the path of its folder. The exit code is 1 where the result is not the
recorded one.

Options:
${describeFlags(OPEN_RUN_FLAGS)}`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const parsed = parseFlags(args, OPEN_RUN_FLAGS);
  const { flags } = parsed;
  if (flags.has("help")) {
    console.log(HELP);
    return 0;
  }
  const { folder, loaded, dataset, progress, signal } = await openRun("evaluate", parsed);
  const { evaluateRun } = await import("@sluice/train");
  const { record } = loaded;
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
