import { assertEquals } from "@std/assert";
import { SeededRandom } from "../../seeded_random.ts";
import { FilmWriter } from "./film_writer.ts";
import { BLAMING_IDIOMS, PRAISING_IDIOMS } from "./idioms.ts";
import { DEVELOPMENTS, FACTS, INTRODUCTIONS, OCCASIONS, OPENINGS } from "./plot_sentences.ts";
import { CONCESSIONS, LAST_WORDS, RECOMMENDATIONS, RETURNS, WARNINGS } from "./verdicts.ts";

Deno.test("FilmWriter fills every slot of every pattern", () => {
  const patterns = [
    ...[...INTRODUCTIONS, ...OPENINGS, ...DEVELOPMENTS, ...OCCASIONS, ...FACTS],
    ...[...PRAISING_IDIOMS, ...BLAMING_IDIOMS, ...RECOMMENDATIONS, ...WARNINGS],
    ...[...CONCESSIONS, ...RETURNS, ...LAST_WORDS],
  ];
  for (let seed = 0; seed < 5; seed++) {
    const writer = new FilmWriter(new SeededRandom(seed));
    for (const pattern of patterns) assertEquals(writer.tell([pattern]).match(/[{}]/), null);
  }
});

Deno.test("FilmWriter judges for either verdict in every way", () => {
  for (let seed = 0; seed < 200; seed++) {
    const writer = new FilmWriter(new SeededRandom(seed));
    for (const verdict of [0, 1] as const) {
      for (const kind of ["plain", "negated", "roundabout"] as const) {
        assertEquals(writer.judge(verdict, kind).match(/[{}]|undefined/), null);
        // One clause, to be joined with another.
        assertEquals(writer.judge(verdict, kind, true).match(/[{};]|undefined/), null);
      }
    }
  }
});
