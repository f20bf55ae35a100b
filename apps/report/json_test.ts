import { assertEquals } from "@std/assert";
import { readExampleRuns } from "./_example_runs.ts";
import { conclude } from "./conclusions.ts";
import { reportJson } from "./json.ts";
import { makeReport } from "./report.ts";

Deno.test("reportJson() holds every figure, and no infinity", async () => {
  const setAside = [{ name: "a", reason: "b" }];
  const [run] = await readExampleRuns([{}]);
  run!.record.data.maxLength = 400;
  const report = makeReport({ completed: [run!], setAside });
  const json = JSON.parse(reportJson(report));
  assertEquals(json.version, 2);
  assertEquals(json.sections[0].labels, ["negative", "positive"]);
  assertEquals(json.setAside, setAside);
  assertEquals(json.sections[0].summaries, report.sections[0]!.summaries);
  assertEquals(json.sections[0].curves, report.sections[0]!.curves);
  assertEquals(json.sections[0].conclusions, conclude(report.sections[0]!));
  assertEquals(json.sections[0].byLength.ranges.at(-1).to, null);
});
