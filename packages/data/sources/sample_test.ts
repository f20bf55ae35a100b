import { assert, assertEquals, assertGreater, assertLess, assertNotEquals } from "@std/assert";
import { cleanText } from "../clean_text.ts";
import type { Example } from "../example.ts";
import type { Verdict } from "./_sample/verdicts.ts";
import { fingerprintDataset } from "../fingerprint_dataset.ts";
import { makeSample } from "./sample.ts";

const sample = makeSample();
const all = [...sample.train, ...sample.test];

function wordsOf(text: string): string[] {
  return cleanText(text).match(/[a-z0-9'-]+/g) ?? [];
}

function bigramsOf(text: string): string[] {
  const words = wordsOf(text);
  return words.slice(1).map((word, index) => `${words[index]} ${word}`);
}

/** The test accuracy of multinomial naive Bayes with add-one smoothing. */
function naiveBayesAccuracy(featuresOf: (text: string) => string[]): number {
  const counts = new Map<string, [number, number]>();
  const totals: [number, number] = [0, 0];
  for (const { text, label } of sample.train) {
    for (const feature of featuresOf(text)) {
      const count = counts.get(feature) ?? [0, 0];
      count[label as Verdict] += 1;
      totals[label as Verdict] += 1;
      counts.set(feature, count);
    }
  }
  const denominators = totals.map((total) => total + counts.size);
  const isRight = ({ text, label }: Example) => {
    let score = 0;
    for (const feature of featuresOf(text)) {
      const [negative, positive] = counts.get(feature) ?? [0, 0];
      score += Math.log((positive + 1) / denominators[1]!) -
        Math.log((negative + 1) / denominators[0]!);
    }
    return (score > 0) === (label === 1);
  };
  return sample.test.filter(isRight).length / sample.test.length;
}

Deno.test("makeSample() writes balanced splits of 3,000 and 1,000", () => {
  assertEquals([sample.train.length, sample.test.length], [3000, 1000]);
  assertEquals(sample.train.filter(({ label }) => label === 1).length, 1500);
  assertEquals(sample.test.filter(({ label }) => label === 1).length, 500);
  assertEquals(new Set(all.map(({ id }) => id)).size, 4000);
  assertEquals(sample.train[0]!.id, "train/neg/1");
  assertEquals(sample.test.at(-1)!.id, "test/pos/500");
});

Deno.test("makeSample() writes the same for the same options, and more for more", () => {
  const small = makeSample({ trainSize: 20, testSize: 10, seed: 5 });
  assertEquals(makeSample({ trainSize: 20, testSize: 10, seed: 5 }), small);
  assertNotEquals(makeSample({ trainSize: 20, testSize: 10, seed: 6 }), small);
  assertEquals([small.train.length, small.test.length], [20, 10]);
});

Deno.test("makeSample() writes tidy English sentences", () => {
  for (const { id, text } of all) {
    const words = text.split(" ").length;
    assert(words >= 40 && words <= 160, `${id} has ${words} words`);
    assert(/^[A-Z0-9]/.test(text) && text.endsWith("."), text);
    assertEquals(text.match(/[{}]|undefined| {2}| [,.;:]|[,.;:]{2}|\. [a-z]/), null, text);
    assertEquals(text.match(/\ba [aeiou]|\ban [^aeiou]/i), null, text);
    assertEquals(text.match(/\b([A-Za-z]+) \1\b/), null, text);
    const sentences = text.split(/(?<=\.) /);
    assertEquals(new Set(sentences).size, sentences.length, text);
  }
});

Deno.test("makeSample() writes every review anew from a modest vocabulary", () => {
  assertEquals(new Set(all.map(({ text }) => text)).size, all.length);
  const vocabulary = new Set(sample.train.flatMap(({ text }) => wordsOf(text)));
  assertGreater(vocabulary.size, 1300);
  assertLess(vocabulary.size, 2500);
  const seen = new Set(sample.train.flatMap(({ text }) => text.split(/(?<=\.) /)));
  const sentences = sample.test.flatMap(({ text }) => text.split(/(?<=\.) /));
  const known = sentences.filter((sentence) => seen.has(sentence)).length;
  assertLess(known / sentences.length, 0.2);
});

Deno.test("makeSample() lets word counts go far but not all the way", () => {
  const words = naiveBayesAccuracy(wordsOf);
  assert(words > 0.85 && words < 0.93, `words alone give ${words}`);
  // Pairs of neighbours know "never dull" from "dull": order matters.
  assertGreater(naiveBayesAccuracy(bigramsOf), words + 0.03);
});

Deno.test("makeSample() does not give the verdict away with the last words", () => {
  assertLess(naiveBayesAccuracy((text) => wordsOf(text).slice(-15)), 0.8);
});

Deno.test("makeSample() writes what records of earlier runs were made with", () => {
  // A change of the grammar changes the data: then say so in the change, and pin the new one.
  assertEquals(
    fingerprintDataset(sample.train, sample.test),
    "32f58f9753fd90224e2045ca4e2c037a968524d9ba9bc04e8a42591cb134a651",
  );
});
