import { assertEquals } from "@std/assert";
import { didYouMean } from "./did_you_mean.ts";

Deno.test("didYouMean() names what is near, and only that", () => {
  const known = ["epochs", "epsilon", "batch-size"];
  assertEquals(didYouMean("epoch", known), "; did you mean epochs?");
  assertEquals(didYouMean("EPOCHS", known), "; did you mean epochs?");
  assertEquals(didYouMean("batchsize", known), "; did you mean batch-size?");
  assertEquals(didYouMean("batch", known), "; did you mean batch-size?", "its beginning");
  assertEquals(didYouMean("xyzzy", known), "");
  assertEquals(didYouMean("epochs", []), "");
});
