/**
 * Tries to break what must hold whatever happens: `deno task torture`.
 *
 * @module
 */
import { parseArgs } from "@std/cli";
import { type Outcome, type Part, runPart } from "./part.ts";
import { PARTS } from "./parts.ts";

const HELP = `Usage: deno task torture [--minutes M] [--seed N] [--only PART] [--case N]

Tries to break what must hold whatever happens, and prints what it did, and what failed with the command
that tries it again. Ends with 1 if anything failed.

  --minutes M   how long to go on (default 5)
  --seed N      what all choices follow from (default: one at random, which is printed)
  --only PART   one part alone
  --case N      one case of that part alone

The parts:
  kill-at-operation   a run of three epochs, killed at each of its file operations and gone on with
  kill-at-random      runs killed at random moments, again and again
  two-writers         two processes that write one run, or ask for a new one, at once
  faults              ENOSPC and EIO at each file operation, once or from there on
  interrupts          Ctrl-C within an epoch
  mutated-files       damaged records, configurations, predictions, tokenizers, weights and checkpoints
  mutated-runs        runs with a damaged file: predicted with and gone on with
  hostile-folders     runs' folders with links, pipes, devices and what leads outside
  archives            archives that are cut, damaged or made to mislead
  rows                files of rows (CSV, JSON Lines, ...) that are damaged
  tokenizers          tokenizers at random against npm:tokenizers, which is downloaded (64 MB)`;

interface Options {
  seed: number;
  minutes: number;
  parts: readonly Part[];
  only: number | undefined;
}

/** @throws {Error} In one line, of what cannot be used. */
function readOptions(args: string[]): Options | undefined {
  const unknown: string[] = [];
  const flags = parseArgs(args, {
    boolean: ["help"],
    string: ["seed", "minutes", "only", "case"],
    alias: { help: "h" },
    unknown: (argument) => {
      unknown.push(argument);
      return false;
    },
  });
  if (flags.help) return undefined;
  if (unknown.length > 0) throw new Error(`${unknown[0]}: no such option; see --help`);
  const number = (name: "seed" | "minutes" | "case", pattern: RegExp, what: string) => {
    const value = flags[name];
    if (value === undefined) return undefined;
    if (!pattern.test(value)) throw new Error(`--${name}: expected ${what}, found "${value}"`);
    return Number(value);
  };
  const whole = /^\d{1,9}$/;
  const seed = number("seed", whole, "a whole number") ?? Math.floor(Math.random() * 1e9);
  const minutes = number("minutes", /^(?=.*[1-9])\d{1,4}(?:\.\d+)?$/, "a number above 0") ?? 5;
  const only = number("case", whole, "a whole number");
  const parts = flags.only === undefined ? PARTS : PARTS.filter(({ name }) => name === flags.only);
  if (parts.length === 0) {
    const names = PARTS.map(({ name }) => name).join(", ");
    throw new Error(`--only: expected one of ${names}, found "${flags.only}"`);
  }
  if (only !== undefined && flags.only === undefined) {
    throw new Error("--case: needs --only, the part that the case belongs to");
  }
  return { seed, minutes, parts, only };
}

/** Runs parts one after the other; what one leaves of its time, the others share. */
async function torture({ seed, minutes, parts, only }: Options): Promise<number> {
  const end = performance.now() + minutes * 60_000;
  let shares = parts.reduce((sum, { share }) => sum + share, 0);
  let failed = 0;
  console.log(`seed ${seed}`);
  for (const part of parts) {
    const now = performance.now();
    const until = now + (end - now) * part.share / shares;
    shares -= part.share;
    const number = PARTS.indexOf(part) + 1;
    const outcome = await runPart(part, { seed, number, until, only });
    print(part, seed, outcome, performance.now() - now);
    failed += outcome.failures.length;
  }
  console.log(failed === 0 ? "nothing failed" : `${failed} failed`);
  return failed === 0 ? 0 : 1;
}

function print(part: Part, seed: number, { counts, failures }: Outcome, time: number): void {
  const said = Object.entries(counts).map(([what, count]) => `${count} ${what}`).join(", ");
  console.log(`${part.name}: ${said}, ${failures.length} failed, ${(time / 1000).toFixed(0)} s`);
  for (const { index, message } of failures) {
    console.log(`FAILED: deno task torture --seed ${seed} --only ${part.name} --case ${index}`);
    // Without the frames of the torture itself.
    const lines = message.split("\n").filter((line) => !line.includes("/tools/torture/"));
    console.log(lines.map((line) => `  ${line.slice(0, 1000)}`).slice(0, 12).join("\n"));
  }
}

if (import.meta.main) {
  let options: Options | undefined;
  try {
    options = readOptions(Deno.args);
  } catch (error) {
    console.error(`torture: ${(error as Error).message}`);
    Deno.exit(2);
  }
  if (options === undefined) console.log(HELP);
  else Deno.exit(await torture(options));
}
