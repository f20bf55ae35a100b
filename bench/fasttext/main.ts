/**
 * Our quick recipe beside fastText, from texts on disk to tested predictions: `deno task bench fasttext`.
 *
 * @module
 */
import { parseArgs } from "@std/cli";
import { knowsFlags, V8_FLAGS } from "@sluice/kernels/v8-flags";
import { type Contestant, measure, type Trial } from "./contest.ts";
import { FAST_TEXT_ADVICE, fastText, hasFastText } from "./fast_text.ts";
import { writeTexts } from "./texts.ts";

const HELP = `Usage: deno task bench fasttext [--turns N]

Times configs/fast.yaml beside fastText with bigrams on IMDb, as whole processes: read the texts, train on two
threads, test all 25,000 test reviews. With 9,788 training reviews and with all; the two take turns; medians
count. Prints Markdown. Takes about six minutes.

  --turns N   turns of each (3)
  --help      this text

SLUICE_IMDB_ARCHIVE names the archive of the reviews; SLUICE_FASTTEXT the program (default: fasttext).`;

/** Training reviews; the study's number, and all. */
const SIZES = [9788, 25_000];

async function benchFastText(turns: number): Promise<void> {
  const archive = Deno.env.get("SLUICE_IMDB_ARCHIVE");
  if (archive === undefined) {
    throw new Error("set SLUICE_IMDB_ARCHIVE to the archive of the reviews");
  }
  const program = Deno.env.get("SLUICE_FASTTEXT") ?? "fasttext";
  const hasPeer = await hasFastText(program);
  if (!hasPeer) console.error(`${program} cannot be run: ours alone; ${FAST_TEXT_ADVICE}`);
  console.log(
    "| Training reviews | Side | Seconds, all | Accuracy | Times ours |\n| ---: | :--- | ---: | ---: | ---: |",
  );
  for (const size of SIZES) {
    const folder = await Deno.makeTempDir({ prefix: "sluice-bench-" });
    try {
      await writeTexts(archive, size, folder);
      const contestants = [sluice(folder), ...(hasPeer ? fastText(program, folder) : [])];
      const results = await measure(contestants, turns);
      for (const { name, seconds, accuracy } of results) {
        const ratio = (seconds / results[0]!.seconds).toFixed(2);
        const cells = [size.toLocaleString("en"), name, seconds.toFixed(1), accuracy.toFixed(4)];
        console.log(`| ${cells.join(" | ")} | ${ratio} |`);
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  }
}

/** `deno task train --config configs/fast.yaml`, a new run each time. */
function sluice(folder: string): Contestant {
  const repository = new URL("../../", import.meta.url).pathname;
  return {
    name: "Sluice, configs/fast.yaml",
    async run(turn): Promise<Trial> {
      const start = performance.now();
      const { success, stdout } = await new Deno.Command(Deno.execPath(), {
        args: [
          ...["run", ...(knowsFlags() ? [V8_FLAGS] : []), "-A", "apps/cli/main.ts", "train"],
          ...["--config", "configs/fast.yaml", "--data", folder, "--threads", "2"],
          ...["--runs", `${folder}/runs`, "--name", `turn-${turn}`, "--quiet", "--json"],
        ],
        cwd: repository,
        stderr: "inherit",
      }).output();
      if (!success) throw new Error("training failed");
      const seconds = (performance.now() - start) / 1000;
      const { record } = JSON.parse(new TextDecoder().decode(stdout));
      return { seconds, accuracy: record.epochs.at(-1).testAccuracy };
    },
  };
}

if (import.meta.main) {
  try {
    const parsed = parseArgs(Deno.args, {
      boolean: ["help"],
      string: ["turns"],
      default: { turns: "3" },
      unknown: (argument) => {
        throw new Error(`what is ${argument}? see deno task bench fasttext --help`);
      },
    });
    const turns = Number(parsed.turns);
    if (!(Number.isInteger(turns) && turns >= 1 && turns <= 100)) {
      throw new Error(`--turns must be a whole number from 1 to 100, not ${parsed.turns}`);
    }
    if (parsed.help) console.log(HELP);
    else await benchFastText(turns);
  } catch (error) {
    console.error(`error: ${error instanceof Error ? error.message : error}`);
    Deno.exit(1);
  }
}
