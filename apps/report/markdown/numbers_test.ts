import { assertEquals } from "@std/assert";
import * as numbers from "./numbers.ts";

Deno.test("numbers are written as a reader expects them", () => {
  assertEquals(numbers.accuracy(0.82143), "0.8214");
  assertEquals(numbers.difference(0.0123), "+0.0123");
  assertEquals(numbers.difference(-0.0123), "-0.0123");
  assertEquals(numbers.difference(-0.00001), "0.0000");
  assertEquals(numbers.meanAndDeviation({ mean: 0.5 }), "0.5000");
  assertEquals(numbers.meanAndDeviation({ mean: 0.5, standardDeviation: 0.01 }), "0.5000 ± 0.0100");
  assertEquals(numbers.meanAndDeviation(undefined), "–");
  assertEquals(numbers.count(1234567.6), "1,234,568");
  assertEquals(numbers.meanCount(1234), "1,234");
  assertEquals(numbers.meanCount(1234.66), "1,234.7");
  assertEquals([0.6, 12.34, 160, 1234].map(numbers.seconds), ["0.600", "12.3", "160", "1,234"]);
  assertEquals(numbers.range([4, 4]), "4");
  assertEquals(numbers.range([8, 3]), "3 to 8");
  assertEquals([0.04, 1.24e-7, 0].map(numbers.pValue), ["0.0400", "1.2e-7", "< 1e-300"]);
  assertEquals(numbers.plural(1, "run"), "one run");
  assertEquals(numbers.plural(2000, "run"), "2,000 runs");
});
