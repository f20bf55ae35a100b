import { assertEquals, assertThrows } from "@std/assert";
import { SeededRandom } from "../../seeded_random.ts";
import { articleOf, TemplateWriter, toSentence } from "./template.ts";

Deno.test("TemplateWriter fills slots in slots, with articles", () => {
  const writer = new TemplateWriter(new SeededRandom(1));
  const fillings = { who: "{a job}", job: ["actor"], thing: () => "map" };
  assertEquals(writer.fill("{who} finds {a thing}", fillings), "an actor finds a map");
});

Deno.test("TemplateWriter chooses what it has not chosen before", () => {
  const writer = new TemplateWriter(new SeededRandom(1));
  const items = ["one", "two", "three"];
  assertEquals(items.map(() => writer.choose(items)).sort(), [...items].sort());
  assertEquals(items.includes(writer.choose(items)), true);
});

Deno.test("TemplateWriter names the slot that nothing fills", () => {
  const writer = new TemplateWriter(new SeededRandom(1));
  assertThrows(() => writer.fill("a {thing}", {}), Error, 'nothing fills {thing} in "a {thing}"');
});

Deno.test("articleOf() and toSentence() write as one should", () => {
  assertEquals(["engineer", "Ivory tower", "map"].map(articleOf), ["an", "an", "a"]);
  assertEquals(toSentence(" it is so "), "It is so.");
  assertEquals(toSentence("Is it so?"), "Is it so?");
});
