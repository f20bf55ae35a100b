import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Example } from "./example.ts";
import { fingerprintDataset } from "./fingerprint_dataset.ts";

Deno.test("fingerprintDataset() is what records of earlier runs hold", () => {
  const train = [{ id: "train/neg/1", text: "Amélie 😀", label: 0 }];
  const test = [{ id: "test/pos/1", text: "", label: 1 }];
  assertEquals(
    fingerprintDataset(train, test),
    "e7d2d8768512231d2f52b21596f1694a562ada5c95c01bf0b501a550c19faf2f",
  );
});

Deno.test("fingerprintDataset() tells all data apart, however their fields are cut", () => {
  const text = fc.string({ unit: fc.constantFrom("0", "1", " ", "\n", "a"), maxLength: 4 });
  const example: fc.Arbitrary<Example> = fc.record({ id: text, text, label: fc.nat(11) });
  const splits = fc.array(fc.array(example, { maxLength: 3 }), { minLength: 2, maxLength: 2 });
  const seen = new Map<string, string>();
  fc.assert(
    fc.property(splits, (splits) => {
      const written = JSON.stringify(
        splits.map((examples) => examples.map(({ id, text, label }) => [id, text, label])),
      );
      const fingerprint = fingerprintDataset(...splits);
      assertEquals(seen.get(fingerprint) ?? written, written);
      seen.set(fingerprint, written);
    }),
    { numRuns: 1000 },
  );
});
