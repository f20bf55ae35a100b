import { assert, assertEquals, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import { SeededRandom } from "../../seeded_random.ts";
import { WORD_LIMITS, writeReview } from "./review.ts";

Deno.test("writeReview() keeps its length, and depends on chance and verdict alone", () => {
  const verdict = fc.constantFrom<(0 | 1)[]>(0, 1);
  fc.assert(
    fc.property(fc.maxSafeInteger(), verdict, (seed, verdict) => {
      const text = writeReview(new SeededRandom(seed), verdict);
      const words = text.split(" ").length;
      assert(words >= WORD_LIMITS.least && words <= WORD_LIMITS.greatest, text);
      assertEquals(text.match(/[{}]|undefined/), null, text);
      assertEquals(writeReview(new SeededRandom(seed), verdict), text);
      assertNotEquals(writeReview(new SeededRandom(seed), verdict === 1 ? 0 : 1), text);
    }),
    { numRuns: 300 },
  );
});
