import { assertEquals } from "@std/assert";
import { exampleEpochRow } from "./_example_run_record.ts";
import { epochSeconds } from "./epoch_seconds.ts";

/** A run whose epochs took so long. */
function run(...seconds: number[]) {
  return {
    epochs: seconds.map((trainSeconds, i) => ({ ...exampleEpochRow(i + 1, 0.5), trainSeconds })),
  };
}

Deno.test("epochSeconds() is the median", () => {
  assertEquals(epochSeconds(run(9, 1, 2)), 2);
  assertEquals(epochSeconds(run(9, 1, 2, 4)), 3);
  assertEquals(epochSeconds(run(7)), 7);
  assertEquals(epochSeconds(run()), NaN);
});
