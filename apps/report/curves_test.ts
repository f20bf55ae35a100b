import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { exampleStudy } from "./_example_study.ts";
import { type ExampleRun, readExampleRuns } from "./_example_runs.ts";
import { drawCurves } from "./curves.ts";
import type { ReferenceStudy } from "./reference_study.ts";
import { makeReport, type Section } from "./report.ts";

async function section(examples: ExampleRun[], study?: ReferenceStudy): Promise<Section> {
  const completed = await readExampleRuns(examples);
  return makeReport({ completed, setAside: [] }, study).sections[0]!;
}

function widthOf(svg: string): number {
  return Number(svg.match(/<svg[^>]* width="(\d+)"/)![1]);
}

Deno.test("drawCurves() draws a panel a configuration, in the width of a page", async () => {
  const models = ["lstm", "cnn", "rnn", "gru", "bow"].map((architecture) => ({ architecture }));
  const made = await section(
    models.flatMap((model) => [{ model, seed: 1 }, { model, seed: 2, accuracy: 0.85 }]),
    exampleStudy(),
  );
  for (const metric of ["accuracy", "loss"] as const) {
    const svg = await drawCurves(made, metric);
    for (const { architecture } of models) assertStringIncludes(svg, `>${architecture}</text>`);
    assertStringIncludes(svg, metric === "accuracy" ? ">Accuracy</text>" : ">Loss</text>");
    assertStringIncludes(svg, ">the study's test</text>");
    assertStringIncludes(svg, "prefers-color-scheme:dark");
    assert(widthOf(svg) <= 900 && widthOf(svg) > 600, `${widthOf(svg)}`);
    assert(svg === await drawCurves(made, metric), "drawn twice, the same bytes");
  }
});

/** The number of filled circles that are no part of the legend. */
function pointsOf(svg: string): number {
  return [...svg.matchAll(/<g class="mark-symbol role-mark[^>]*[^/]>(.*?)<\/g>/g)]
    .reduce((sum, [, marks]) => sum + marks!.split("<path").length - 1, 0);
}

Deno.test("drawCurves() draws a single epoch of a single run", async () => {
  const svg = await drawCurves(await section([{ epochs: 1 }]), "accuracy");
  assert(!svg.includes("NaN") && !svg.includes("Infinity"), svg);
  assert(widthOf(svg) > 400, `${widthOf(svg)}`);
  assertEquals(pointsOf(svg), 2);
  // Beside a longer run, too.
  const two = await section([{}, { epochs: 1, model: { architecture: "cnn" } }]);
  assertEquals(pointsOf(await drawCurves(two, "accuracy")), 2);
});
