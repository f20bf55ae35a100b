// Training on the 25,000 training reviews, lower-cased: the same merges and ids as Python's tokenizers
// gives, and how long both take.

import { readReviews } from "./_imdb.ts";
import { median, runModule, runSide, type SideResult } from "./_side.ts";

/** Prints times and whether the vocabularies are equal; returns 0 if they are. */
export async function compareTraining(rounds: number, python: string): Promise<number> {
  const texts = (await readReviews()).map((text) => text.toLowerCase());
  const folder = await Deno.makeTempDir();
  try {
    const textsPath = `${folder}/texts.json`;
    await Deno.writeTextFile(textsPath, JSON.stringify(texts));
    const script = new URL("_train_hugging_face.py", import.meta.url).pathname;
    const ours: SideResult[] = [], theirs: SideResult[] = [];
    for (let round = 0; round < rounds; round++) {
      ours.push(await runModule("_train_sluice.ts", [textsPath, `${folder}/ours.json`]));
      theirs.push(await runSide(python, [script, textsPath, `${folder}/theirs.json`]));
    }
    const [mine, its] = ["ours", "theirs"].map((name) =>
      JSON.parse(Deno.readTextFileSync(`${folder}/${name}.json`)).model
    );
    const sameMerges = JSON.stringify(mine.merges) === JSON.stringify(its.merges);
    const sameVocabulary = JSON.stringify(mine.vocab) === JSON.stringify(its.vocab);
    const seconds = (side: SideResult[]) => median(side.map((one) => one.milliseconds)) / 1000;
    const peak = (side: SideResult[]) => median(side.map((one) => one.peakMegabytes)).toFixed(0);
    console.log(`\nTraining 30,000 tokens on ${texts.length} reviews, medians of ${rounds} rounds`);
    console.log(`Sluice, one thread: ${seconds(ours).toFixed(2)} s, peak ${peak(ours)} MB`);
    console.log(`tokenizers, all cores: ${seconds(theirs).toFixed(2)} s, peak ${peak(theirs)} MB`);
    console.log(`ratio ${(seconds(theirs) / seconds(ours)).toFixed(1)}`);
    console.log(`merges ${mine.merges.length}: ${sameMerges ? "identical" : "DIFFERENT"}`);
    console.log(`vocabulary: ${sameVocabulary ? "identical" : "DIFFERENT"}`);
    return sameMerges && sameVocabulary ? 0 : 1;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
