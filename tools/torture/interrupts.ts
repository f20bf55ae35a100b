// Commands that are interrupted: Ctrl-C at any moment, and gone on with.
import { killLater } from "./kill_later.ts";
import type { Part } from "./part.ts";
import { inTemporaryFolder, outcomeOf } from "./small_run.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const SMALL = [
  ...["--data", "sample", "--train-size", "60", "--test-size", "20", "--vocab-size", "270"],
  ...["--max-length", "8", "--embedding", "4", "--hidden", "4", "--batch-size", "4"],
  ...["--epochs", "30", "--threads", "1"],
];

interface Ended {
  code: number;
  stderr: string;
}

function start(args: readonly string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", `${ROOT}apps/cli/main.ts`, ...args],
    stdout: "null",
    stderr: "piped",
    stdin: "null",
    env: { NO_COLOR: "1" },
  }).spawn();
}

async function end(child: Deno.ChildProcess): Promise<Ended> {
  const { code, stderr } = await child.output();
  return { code, stderr: new TextDecoder().decode(stderr) };
}

/** Interrupted once or more, by Ctrl-C, and gone on with until it has ended. */
export const interrupts: Part = {
  name: "interrupts",
  share: 1,
  run: ({ random, count }) =>
    inTemporaryFolder(async (runs) => {
      const model = random.pick(["bow", "lstm", "gru"]);
      const whole = await end(start(["train", model, ...SMALL, "--runs", runs, "--name", "whole"]));
      if (whole.code !== 0) throw new Error(whole.stderr);
      let isThere = false;
      for (let times = 0;; times++) {
        const which = isThere
          ? ["--resume", "parts", "--runs", runs, "--threads", "1"]
          : [model, ...SMALL, "--runs", runs, "--name", "parts"];
        const child = start(["train", ...which]);
        const after = random.between(100, times < 6 ? 1800 : 60_000);
        const cancel = killLater(child, "SIGINT", after);
        const { code, stderr } = await end(child);
        cancel();
        if (/\n\s+at /.test(stderr)) throw new Error(`a stack trace: ${stderr}`);
        // Before the command has begun to listen, the system ends it.
        if (code !== 0 && code !== 130) throw new Error(`it ended with ${code}: ${stderr}`);
        if (code === 0) break;
        count("interrupted");
        isThere = await Deno.stat(`${runs}/parts/run.json`).then(() => true, () => false);
      }
      const [given, expected] = [
        await outcomeOf(`${runs}/parts`),
        await outcomeOf(`${runs}/whole`),
      ];
      if (given !== expected) throw new Error(`it came to ${given}, not to ${expected}`);
    }),
};
