// One side of the speed comparison: arguments are a tokenizer.json, texts as JSON, and repetitions. Each
// repetition loads the tokenizer anew, so that its cache is cold.

import { BpeTokenizer } from "@sluice/tokenizer";
import { median, peakMegabytes } from "./_side.ts";

const [tokenizerPath, textsPath, repetitions] = Deno.args;
const json = Deno.readTextFileSync(tokenizerPath!);
const texts: string[] = JSON.parse(Deno.readTextFileSync(textsPath!));
const times: number[] = [];
let tokens = 0;
for (let i = 0; i < Number(repetitions); i++) {
  const tokenizer = BpeTokenizer.fromJSON(json);
  const start = performance.now();
  tokens = tokenizer.encodeBatch(texts).inputIds.length;
  times.push(performance.now() - start);
}
console.log(
  JSON.stringify({ milliseconds: median(times), peakMegabytes: peakMegabytes(), tokens }),
);
