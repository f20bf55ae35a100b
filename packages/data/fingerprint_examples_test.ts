import { assertEquals, assertNotEquals } from "@std/assert";
import { fingerprintExamples } from "./fingerprint_examples.ts";

const EXAMPLES = [
  { id: "test/neg/1", text: 'dull, "really"', label: 0 },
  { id: "test/pos/1", text: "Amélie\n", label: 1 },
];

Deno.test("fingerprintExamples() is what records of earlier runs hold", () => {
  assertEquals(
    fingerprintExamples(EXAMPLES),
    "c1c23997e2f955264e349183fa016d7354b929a7639cb1529ed718dccafd2462",
  );
  assertEquals(
    fingerprintExamples([]),
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  );
});

Deno.test("fingerprintExamples() depends on ids, labels, texts and their order", () => {
  const [one, other] = EXAMPLES as [typeof EXAMPLES[0], typeof EXAMPLES[0]];
  const all = [
    [one, other],
    [other, one],
    [one],
    [{ ...one, label: 1 }, other],
    [{ ...one, id: "test/neg/2" }, other],
    [{ ...one, text: "dull" }, other],
  ].map(fingerprintExamples);
  assertEquals(new Set(all).size, all.length);
  assertNotEquals(all[0], undefined);
});
