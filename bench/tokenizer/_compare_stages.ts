// Compares stages put together at random, and regular expressions at random, with npm:tokenizers.
// Its Rust code ends the process where it panics, so the work is done by processes of their own, each with
// a seed.

import { BpeTokenizer } from "@sluice/tokenizer";
import { APART } from "./_side.ts";
import { randomRegex, randomStages, stageBase, stageTexts } from "./_stage_cases.ts";
import { Random, randomTexts } from "./_texts.ts";
import type { TokenizerFile } from "./_tokenizer_files.ts";

const TOKENIZERS_A_PROCESS = 30;
const MARK = "compared ";

/** Compares in so many processes; returns the number of texts that differ. */
export async function compareStages(processes: number, seed: number): Promise<number> {
  let compared = 0, failures = 0, panics = 0;
  for (let i = 0; i < processes; i++) {
    const path = new URL(import.meta.url).pathname;
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", ...APART, path, String(seed * 100_003 + i)],
      stderr: "null",
    }).output();
    const lines = new TextDecoder().decode(stdout).trim().split("\n");
    const last = lines.pop() ?? "";
    if (!last.startsWith(MARK)) panics++;
    else {
      const { texts, differ } = JSON.parse(last.slice(MARK.length));
      compared += texts;
      failures += differ;
      for (const line of lines.slice(0, 3)) if (differ > 0) console.log(`  ${line}`);
    }
  }
  console.log(
    `stages and patterns at random: ${compared} texts, ${failures} differ ` +
      `(${panics} of ${processes} processes ended by a panic of npm:tokenizers)`,
  );
  return failures;
}

/** Compares the tokenizers that follow from a seed. */
async function compareSeed(seed: number): Promise<void> {
  const specifier = "npm:tokenizers@0.23.2";
  const { Tokenizer } = await import(specifier);
  const random = new Random(seed);
  const base = stageBase();
  let texts = 0, differ = 0;
  for (let i = 0; i < TOKENIZERS_A_PROCESS; i++) {
    const file = i % 3 === 0 ? withRandomPattern(base, random) : randomStages(base, random);
    let ours: BpeTokenizer, theirs;
    try {
      ours = BpeTokenizer.fromJSON(file);
      theirs = Tokenizer.fromString(JSON.stringify(file));
    } catch {
      continue; // Patterns that either side refuses.
    }
    const inputs = [...stageTexts(), ...randomTexts(20, random.below(1 << 30))];
    for (const text of inputs.map((input) => input.slice(0, 60).toWellFormed())) {
      texts++;
      const peer = await theirs.encode(text, null);
      const mine = ours.encode(text, { returnOffsets: true });
      const ids = peer.getIds();
      const answer = [
        ids,
        ids,
        peer.getOffsets(),
        ids.length ? await theirs.decode(ids, false) : "",
      ];
      const decoded = ids.length ? ours.decode(ids) : "";
      const found = [mine.input_ids, ours.encode(text).input_ids, mine.offset_mapping, decoded];
      if (JSON.stringify(found) === JSON.stringify(answer)) continue;
      differ++;
      const { normalizer, pre_tokenizer, decoder } = file;
      const stages = JSON.stringify({ normalizer, pre_tokenizer, decoder });
      console.log(`${stages} ${JSON.stringify(text)}`);
    }
  }
  console.log(MARK + JSON.stringify({ texts, differ }));
}

function withRandomPattern(base: TokenizerFile, random: Random): TokenizerFile {
  return {
    ...base,
    pre_tokenizer: {
      type: "Split",
      pattern: { Regex: randomRegex(random) },
      behavior: random.pick(["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext"]),
      invert: random.next() < 0.3,
    },
  };
}

if (import.meta.main) await compareSeed(Number(Deno.args[0]));
