import { assertEquals } from "@std/assert";
import { readExampleRuns } from "../_example_runs.ts";
import { exampleStudy } from "../_example_study.ts";
import { cells } from "../_example_table.ts";
import { makeReport } from "../report.ts";
import { reference } from "./reference.ts";

const HEAD = "### Beside the study";

Deno.test("reference() sets the study's figures beside ours, or says why not", async () => {
  const study = exampleStudy();
  const completed = await readExampleRuns([{}]);
  const { summaries, reference: rows } = makeReport({ completed, setAside: [] }, study)
    .sections[0]!;
  const [head, markdown, description] = reference(study, rows, summaries);
  assertEquals([head, description], [HEAD, "The study: A study for tests"]);
  const ours = summaries[0]!.final.accuracy.mean;
  assertEquals(cells(markdown!, "lstm").slice(0, 6), [
    "lstm",
    "lstm",
    "3",
    "0.7900",
    ours.toFixed(4),
    `${ours > 0.79 ? "+" : ""}${(ours - 0.79).toFixed(4)}`,
  ]);
  assertEquals(cells(markdown!, "lstm").slice(-2), ["160", "11.0"]);
  assertEquals(reference(study, undefined, summaries), [
    HEAD,
    "The study's figures are for 600 training and 200 test examples of two labels, so they are not " +
    "set beside these.",
  ]);
  assertEquals(reference(study, [], summaries), [HEAD, "The study has none of these models."]);
});
