// One side of the training comparison: trains on texts given as JSON, and writes the tokenizer.

import { BpeTokenizer } from "@sluice/tokenizer";
import { peakMegabytes } from "./_side.ts";

const [textsPath, outputPath] = Deno.args;
const texts: string[] = JSON.parse(Deno.readTextFileSync(textsPath!));
const start = performance.now();
const tokenizer = BpeTokenizer.train(texts, { vocabSize: 30_000, minFrequency: 2 });
const milliseconds = performance.now() - start;
Deno.writeTextFileSync(outputPath!, JSON.stringify(tokenizer));
console.log(
  JSON.stringify({ milliseconds, peakMegabytes: peakMegabytes(), tokens: tokenizer.vocabSize }),
);
