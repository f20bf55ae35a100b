import { BpeTokenizer } from "@sluice/tokenizer";
import { assertEquals } from "@std/assert";
import { DataLoader } from "./data_loader.ts";
import { makeSample } from "./sources/sample.ts";
import { tokenizeSplit } from "./tokenize_split.ts";
import { cleanText } from "./clean_text.ts";

Deno.test("examples become batches that decode to the same texts", () => {
  const examples = makeSample({ trainSize: 40, testSize: 0 }).train
    .map((example) => ({ ...example, text: cleanText(example.text) }));
  examples[7]!.text = "";
  const texts = examples.map(({ text }) => text);
  const tokenizer = BpeTokenizer.train(texts, { vocabSize: 600, specialTokens: ["<pad>"] });
  const split = tokenizeSplit(examples, tokenizer, { maxLength: 1000 });
  const loader = new DataLoader(split, { batchSize: 16, seed: 1, shuffle: true });
  for (const { inputIds, time, lengths, labels, indices } of loader.batches(3)) {
    for (const [place, row] of indices.entries()) {
      const ids = inputIds.subarray(place * time, place * time + lengths[place]!);
      assertEquals(tokenizer.decode([...ids]), examples[row]!.text);
      assertEquals(labels[place], examples[row]!.label);
    }
  }
});
