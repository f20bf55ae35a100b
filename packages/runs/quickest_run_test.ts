import { assertStrictEquals } from "@std/assert";
import { exampleEpochRow } from "./_example_run_record.ts";
import { quickestRun } from "./quickest_run.ts";

/** A run whose epochs took so long. */
function run(...seconds: number[]) {
  return {
    epochs: seconds.map((trainSeconds, i) => ({ ...exampleEpochRow(i + 1, 0.5), trainSeconds })),
  };
}

Deno.test("quickestRun() compares medians, and passes over runs without epochs", () => {
  const [slow, quick, equal, empty] = [run(1, 5, 9), run(4, 4, 90), run(4), run()];
  assertStrictEquals(quickestRun([empty, slow, quick, equal]), quick);
  assertStrictEquals(quickestRun([equal, quick]), equal);
  assertStrictEquals(quickestRun([empty]), undefined);
  assertStrictEquals(quickestRun([]), undefined);
});
