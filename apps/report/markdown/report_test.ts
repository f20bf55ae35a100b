import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { readExampleRuns } from "../_example_runs.ts";
import { cells } from "../_example_table.ts";
import { makeReport } from "../report.ts";
import { reportMarkdown } from "./report.ts";

Deno.test("reportMarkdown() tells of each section its size and its labels", async () => {
  const labels = Array.from({ length: 40 }, (_, label) => `label ${label}`);
  const completed = await readExampleRuns([
    { validation: true },
    { id: "many", labels },
    { id: "three", labels: ["1", "2", "*3*"], examples: 120 },
  ]);
  const markdown = reportMarkdown(
    makeReport({ completed, setAside: [{ name: "a", reason: "b <c>" }] }),
    [[{ title: "Curves", file: "curves.svg" }]],
  );
  for (
    const part of [
      "## Data set imdb: 540 training, 60 held-out and 200 test examples",
      "One run of one configuration. Labels: negative, positive.",
      "One run of one configuration. Labels: 1, 2, \\*3\\*.",
      ", label 28, label 29 and 10 more.",
      "![Curves](curves.svg)",
      "### What lstm confuses most",
      'Lstm errs most often by saying "',
      "## Set aside\n\n- a: b &lt;c\\>\n",
    ]
  ) assertStringIncludes(markdown, part);
  assertEquals(cells(markdown, "\\*3\\*").length, 6);
  assert(markdown.endsWith("\n") && !markdown.includes("\n\n\n"));
});
