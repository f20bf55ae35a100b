// Encoding: one thread of ours against two of npm:tokenizers, with a cold cache, on reviews and on inputs
// that a cache does not help with.

import { readReviews } from "./_imdb.ts";
import { median, runModule, type SideResult } from "./_side.ts";
import { hardTexts } from "./texts.ts";
import { gpt2, imdb } from "./_tokenizer_files.ts";

const HARD_SIZE = 1_000_000;
const REPETITIONS = "5";
/** So many reviews, since the peer takes its time. */
const REVIEWS = 6000;

/** Prints a table of ratios; returns the number of inputs on which the sides differ. */
export async function compareSpeed(rounds: number): Promise<number> {
  const reviews = await readReviews();
  const step = Math.floor(reviews.length / REVIEWS);
  const sample = reviews.filter((_, i) => i % step === 0).slice(0, REVIEWS);
  const folder = await Deno.makeTempDir();
  let failures = 0;
  try {
    await Deno.writeTextFile(`${folder}/gpt2.json`, JSON.stringify(await gpt2()));
    await Deno.writeTextFile(`${folder}/imdb.json`, JSON.stringify(imdb(reviews)));
    const cases: [name: string, tokenizer: string, texts: string[]][] = [
      ["IMDb, GPT-2's merges", "gpt2", sample],
      ["IMDb, our 30,000 tokens, lower-cased", "imdb", sample],
      ...Object.entries(hardTexts(HARD_SIZE, 1)).map(([name, texts]) =>
        [name, "gpt2", texts] as [string, string, string[]]
      ),
    ];
    console.log(
      "Encoding, cold cache: Sluice on one thread, npm:tokenizers' encodeBatch on all cores",
    );
    console.log(`(${navigator.hardwareConcurrency} cores; medians of ${rounds} rounds in turns)\n`);
    console.log("| input | MB | Sluice MB/s | tokenizers MB/s | ratio | peak MB |");
    console.log("| --- | --: | --: | --: | --: | --: |");
    for (const [name, tokenizer, texts] of cases) {
      const textsPath = `${folder}/texts.json`;
      await Deno.writeTextFile(textsPath, JSON.stringify(texts));
      const bytes = texts.reduce((sum, text) => sum + new TextEncoder().encode(text).length, 0);
      const ours: SideResult[] = [], theirs: SideResult[] = [];
      for (let round = 0; round < rounds; round++) {
        const args = [`${folder}/${tokenizer}.json`, textsPath, REPETITIONS];
        ours.push(await runModule("_encode_sluice.ts", args));
        theirs.push(await runModule("_encode_hugging_face.ts", args));
      }
      if (ours[0]!.tokens !== theirs[0]!.tokens) failures++;
      console.log(row(name, bytes / 1e6, ours, theirs));
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  if (failures > 0) console.log(`\n${failures} inputs gave different numbers of tokens`);
  return failures;
}

function row(name: string, megabytes: number, ours: SideResult[], theirs: SideResult[]): string {
  const milliseconds = (side: SideResult[]) => median(side.map((result) => result.milliseconds));
  const peak = (side: SideResult[]) => median(side.map((result) => result.peakMegabytes));
  const speed = (side: SideResult[]) => (megabytes / milliseconds(side) * 1000).toFixed(1);
  const ratio = (milliseconds(theirs) / milliseconds(ours)).toFixed(1);
  const peaks = `${peak(ours).toFixed(0)} / ${peak(theirs).toFixed(0)}`;
  return `| ${name} | ${megabytes.toFixed(1)} | ${speed(ours)} | ${
    speed(theirs)
  } | ${ratio} | ${peaks} |`;
}
