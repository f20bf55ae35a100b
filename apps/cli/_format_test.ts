import { assertEquals } from "@std/assert";
import { bytes, count, duration, percent } from "./_format.ts";

Deno.test("numbers are written as people read them", () => {
  assertEquals(count(1234567), "1,234,567");
  assertEquals([percent(0.875), percent(1, 0)], ["87.50 %", "100 %"]);
  assertEquals(
    [0.84, 9.96, 59.4, 59.6, 185, 3723, 3599.7].map(duration),
    ["0.8 s", "10.0 s", "59 s", "1:00", "3:05", "1:02:03", "1:00:00"],
  );
  assertEquals([bytes(5 * 2 ** 20), bytes(1.5 * 2 ** 30)], ["5 MiB", "1.5 GiB"]);
});
