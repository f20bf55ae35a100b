// The other side of the speed comparison, with the same arguments: `encodeBatch` of npm:tokenizers.

import { median, peakMegabytes } from "./_side.ts";

const specifier = "npm:tokenizers@0.23.2";
const { Tokenizer } = await import(specifier);
const [tokenizerPath, textsPath, repetitions] = Deno.args;
const json = Deno.readTextFileSync(tokenizerPath!);
const texts: string[] = JSON.parse(Deno.readTextFileSync(textsPath!));
const times: number[] = [];
let tokens = 0;
for (let i = 0; i < Number(repetitions); i++) {
  const tokenizer = Tokenizer.fromString(json);
  const start = performance.now();
  const encodings = await tokenizer.encodeBatch(texts);
  times.push(performance.now() - start);
  tokens = 0;
  for (const encoding of encodings) tokens += encoding.getLength();
}
console.log(
  JSON.stringify({ milliseconds: median(times), peakMegabytes: peakMegabytes(), tokens }),
);
