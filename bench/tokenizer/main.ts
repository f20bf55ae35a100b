/**
 * Measures @sluice/tokenizer beside Hugging Face's tokenizers: `deno task bench tokenizer`.
 *
 * Usage: deno task bench tokenizer [speed|training|exactness|unicode]   (default: speed, then training)
 *
 * @module
 */
import { parseArgs } from "@std/cli";
import { compareUnicode } from "./_compare_unicode.ts";
import { compareExactness } from "./exactness.ts";
import { APART } from "./_side.ts";
import { compareSpeed } from "./speed.ts";
import { compareTraining } from "./training.ts";

const HELP = `Usage: deno task bench tokenizer [speed|training|exactness|unicode] [options]

  speed       encoding, one thread against two of npm:tokenizers, each in its own process
  training    the same merges and ids as Python's tokenizers, and how long both take
              (--python PATH of a Python that has tokenizers 0.23; default python3)
  exactness   ids, masks, offsets and decoded text against npm:tokenizers
              (--reviews 6000 --random 50000 --seed 1)
  unicode     classes, lower case and normal forms of every code point against npm:tokenizers

  --rounds N  rounds of speed and training (default 5); both sides take turns, medians count

SLUICE_IMDB_ARCHIVE names the archive of the IMDb reviews.`;

/** Set in the process that does the work. */
const IS_APART = "SLUICE_BENCH_APART";

/** The same in a process of its own, so that the peers do not become dependencies of the workspace. */
async function runApart(args: string[]): Promise<number> {
  const path = new URL(import.meta.url).pathname;
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", ...APART, path, ...args],
    env: { [IS_APART]: "1" },
  });
  return (await command.spawn().status).code;
}

/** Runs the comparisons that `args` ask for; returns an exit code. */
export async function benchTokenizer(args: string[]): Promise<number> {
  const options = parseArgs(args, {
    boolean: ["help"],
    string: ["python", "rounds", "reviews", "random", "seed"],
    default: {
      python: "python3",
      rounds: "5",
      reviews: "6000",
      random: "50000",
      seed: "1",
    },
  });
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  if (!Deno.env.has(IS_APART)) return await runApart(args);
  const parts = options._.length > 0 ? options._.map(String) : ["speed", "training"];
  let failures = 0;
  for (const part of parts) {
    if (part === "speed") failures += await compareSpeed(Number(options.rounds));
    else if (part === "training") {
      failures += await compareTraining(Number(options.rounds), String(options.python));
    } else if (part === "unicode") failures += await compareUnicode();
    else if (part === "exactness") {
      failures += await compareExactness({
        reviews: Number(options.reviews),
        random: Number(options.random),
        seed: Number(options.seed),
      });
    } else {
      console.error(`error: unknown comparison ${part}\n\n${HELP}`);
      return 2;
    }
  }
  return failures === 0 ? 0 : 1;
}

if (import.meta.main) {
  try {
    Deno.exit(await benchTokenizer(Deno.args));
  } catch (error) {
    console.error(`error: ${error instanceof Error ? error.message : error}`);
    Deno.exit(1);
  }
}
