import { assertEquals, assertStringIncludes } from "@std/assert";
import { type ExampleRun, readExampleRuns } from "../_example_runs.ts";
import { cells } from "../_example_table.ts";
import { makeReport, type Section } from "../report.ts";
import { significance } from "./significance.ts";

async function section(...examples: ExampleRun[]): Promise<Section> {
  return makeReport({ completed: await readExampleRuns(examples), setAside: [] }).sections[0]!;
}

Deno.test("significance() tests the best against the others, and all against all", async () => {
  const { summaries, differences } = await section(
    { accuracy: 0.95 },
    { accuracy: 0.94, model: { architecture: "gru" } },
    { accuracy: 0.5, model: { architecture: "bow" } },
  );
  const labels = summaries.map(({ label }) => label);
  assertEquals(labels.at(-1), "bow");
  const [head, against, legend, who] = significance(summaries, differences);
  assertEquals(head, "### Which differences are more than chance");
  assertEquals(cells(against!, `Against ${labels[0]}`)[2], `Only ${labels[0]} right`);
  assertEquals(cells(against!, "bow").at(-1), "yes");
  assertEquals(cells(against!, labels[1]!).at(-1), "no");
  assertStringIncludes(legend!, "for all pairs (3)");
  assertEquals(cells(who!, labels[0]!), [labels[0], "bow", labels[1]]);
  assertEquals(cells(who!, "bow"), ["bow", "–", "–"]);
});

Deno.test("significance() of two needs one table, and of none says nothing", async () => {
  const two = await section({ accuracy: 0.9 }, { model: { architecture: "bow" } });
  assertEquals(significance(two.summaries, two.differences).length, 3);
  assertEquals(significance(two.summaries, []), []);
});
