import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { exampleStudy } from "./_example_study.ts";
import { cells } from "./_example_table.ts";
import { type ExampleRun, exampleRun, writeExampleRun } from "./_example_runs.ts";

const MAIN = new URL("../cli/main.ts", import.meta.url).pathname;

async function report(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-read", "--allow-write", MAIN, "report", ...args],
  }).output();
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), error: decoder.decode(stderr) };
}

async function withRuns(
  examples: readonly ExampleRun[],
  body: (runs: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const runs = `${folder}/runs`;
    await Deno.mkdir(runs);
    for (const example of examples) await writeExampleRun(runs, example);
    await body(runs);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("report prints a row for a run, from its record", () =>
  withRuns([{ epochs: 8 }], async (runs) => {
    const { code, out, error } = await report("--runs", runs);
    assertEquals([code, error], [0, ""]);
    const { record } = exampleRun({ epochs: 8 });
    const row = cells(out, "lstm");
    assertEquals(row.slice(0, 5), [
      "lstm",
      "984,897",
      "8",
      "1",
      record.epochs[7]!.test.accuracy.toFixed(4),
    ]);
    assertStringIncludes(out, "## Data set imdb: 600 training and 200 test examples");
    assertEquals(out.includes("/home"), false);
  }));

Deno.test("report says in one line that there are no runs", () =>
  withRuns([], async (runs) => {
    assertEquals(await report("--runs", runs), {
      code: 1,
      out: "",
      error: `error: no runs in ${runs}: train one first (deno task train lstm)\n`,
    });
    assertEquals(await report("--runs", `${runs}/none`), {
      code: 1,
      out: "",
      error: `error: no runs: there is no folder ${runs}/none\n`,
    });
  }));

Deno.test("report refuses a command line that it cannot follow, with exit code 2", async () => {
  const { code, out, error } = await report("--run", "x");
  assertEquals([code, out], [2, ""]);
  assertEquals(error, "error: unknown option --run; did you mean --runs?\n");
});

Deno.test("report --help says how it is used", async () => {
  const { code, out, error } = await report("--help");
  assertEquals([code, error], [0, ""]);
  assertMatch(out, /Usage: deno task report \[options\][^]*--runs DIR/);
});

Deno.test("report names every run that does not count, with the reason, and goes on", () =>
  withRuns([
    {},
    { id: "failed", fields: { status: "failed", error: "the loss is not a number" } },
    { id: "interrupted", fields: { status: "interrupted" } },
    { id: "killed", fields: { status: "running" } },
    { id: "cut" },
    { id: "newer" },
    { id: "odd" },
    { id: "twin", seed: 1, fields: { startedAt: "2026-01-01T00:00:00Z" } },
    { id: "unsure", seed: 2 },
    { id: "short", seed: 3 },
  ], async (runs) => {
    const cut = `${runs}/cut/run.json`;
    const text = await Deno.readTextFile(cut);
    await Deno.writeTextFile(cut, text.slice(0, text.length / 2));
    await Deno.writeTextFile(`${runs}/newer/run.json`, '{ "version": 7 }');
    await Deno.writeTextFile(`${runs}/odd/run.json`, text.replace('"epoch": 2', '"epoch": "2"'));
    await Deno.mkdir(`${runs}/started/checkpoint`, { recursive: true });
    await Deno.mkdir(`${runs}/pictures`);
    await Deno.writeTextFile(`${runs}/pictures/a.svg`, "");
    const unsure = `${runs}/unsure/predictions.jsonl`;
    await Deno.writeTextFile(
      unsure,
      (await Deno.readTextFile(unsure)).replaceAll(/"probability":[^,]*/g, '"probability":0.9'),
    );
    await Deno.remove(`${runs}/short/predictions.jsonl`);

    const { code, out, error } = await report("--runs", runs);
    assertEquals([code, error], [0, ""]);
    assertEquals(cells(out, "lstm")[3], "3");
    const recorded = exampleRun({ id: "unsure", seed: 2 }).record.epochs.at(-1)!.test.accuracy;
    assertEquals(out.slice(out.indexOf("## Set aside")).split("\n").slice(2, -1), [
      "- cut: run.json: not valid JSON (is it cut short?)",
      "- failed: failed after 4 of 4 epochs: the loss is not a number",
      "- interrupted: interrupted after 4 of 4 epochs",
      "- killed: killed after 4 of 4 epochs",
      "- newer: run.json: version 7 of the run record is not known; this Sluice reads versions 1 to 2",
      "- odd: run.json: epochs\\[1\\].epoch: expected number, received string",
      "- short: counted without its predictions: predictions.jsonl: no such file",
      "- started: run.json: no such file",
      "- twin: not counted: the same configuration and seeds as lstm-1, which started later",
      "- unsure: counted without its predictions: they give an accuracy of 0.5000, " +
      `the record's is ${recorded.toFixed(4)}`,
    ]);
  }));

Deno.test("report with nothing but unusable runs names them and exits with 1", () =>
  withRuns([{ fields: { status: "interrupted" } }], async (runs) => {
    const { code, out, error } = await report("--runs", runs);
    assertEquals([code, error], [1, `error: no completed run in ${runs}\n`]);
    assertStringIncludes(out, "- lstm-1: interrupted after 4 of 4 epochs");
  }));

Deno.test("report writes Markdown, curves, JSON and CSV, the same bytes from the same runs", () => {
  const examples: ExampleRun[] = [1, 2].flatMap((seed) => [
    {
      seed,
      accuracy: 0.6,
      validation: true,
      fields: { ablations: [{ gate: "forget", heldAt: 0.731, loss: 0.8, accuracy: 0.55 }] },
    },
    { seed, accuracy: 0.95, validation: true, model: { architecture: "cnn" } },
  ]);
  return withRuns(examples, (runs) =>
    withRuns(examples.toReversed(), async (others) => {
      const reference = `${runs}/../study.json`;
      const study = exampleStudy();
      study.data.trainReviews = 540;
      await Deno.writeTextFile(reference, JSON.stringify(study));
      for (const folder of [runs, others]) {
        const out = `${folder}/../out`;
        await Deno.mkdir(out);
        const result = await report(
          ...["--runs", folder, "--reference", reference, "--output", `${out}/my report.md`],
          ...["--json", `${out}/report.json`, "--csv", `${out}/report.csv`],
        );
        assertEquals(result, { code: 0, out: "", error: "" });
      }
      const files = [...Deno.readDirSync(`${runs}/../out`)].map(({ name }) => name).sort();
      assertEquals(files, [
        "my report.accuracy.svg",
        "my report.loss.svg",
        "my report.md",
        "report.csv",
        "report.json",
      ]);
      for (const file of files) {
        const text = await Deno.readTextFile(`${runs}/../out/${file}`);
        assert(text === await Deno.readTextFile(`${others}/../out/${file}`), file);
        assert(!text.includes("/home") && !text.includes(runs), file);
      }

      const markdown = await Deno.readTextFile(`${runs}/../out/my report.md`);
      for (
        const part of [
          "### Conclusions",
          "- Cnn ends highest",
          "### Which differences are more than chance",
          "### Beside the study",
          "![Accuracy by epoch](my%20report.accuracy.svg)",
          "### Accuracy by the length of a text",
          "### Confusion matrix",
          "### The most confident mistakes of cnn",
          "### Conditions",
        ]
      ) assertStringIncludes(markdown, part);
      // The study's figures for the same gate stand at the end of the row.
      assertMatch(
        markdown,
        /\| lstm +\| forget \| +0\.731 \| 0\.5500 ± 0\.0000 \|.*\| +0\.6700 \| +0\.7600 \|\n/,
      );
      const json = JSON.parse(await Deno.readTextFile(`${runs}/../out/report.json`));
      assertEquals(json.sections[0].summaries.map((row: { label: string }) => row.label), [
        "cnn",
        "lstm",
      ]);
      const csv = await Deno.readTextFile(`${runs}/../out/report.csv`);
      assertEquals(csv.split("\r\n").length, 4);
    }));
});

Deno.test("report says in one line which file it cannot read or write", () =>
  withRuns([{}], async (runs) => {
    const cases: [string[], string][] = [
      [["--reference", `${runs}/none`], `error: ${runs}/none: no such file\n`],
      [
        ["--reference", `${runs}/lstm-1/run.json`],
        `error: ${runs}/lstm-1/run.json: not the figures of a study: description: ` +
        "expected string, received undefined\n",
      ],
      [
        ["--output", `${runs}/none/report.md`],
        `error: cannot write ${runs}/none/report.accuracy.svg: its folder does not exist\n`,
      ],
    ];
    for (const [args, error] of cases) {
      assertEquals(await report("--runs", runs, ...args), { code: 1, out: "", error });
    }
  }));

Deno.test("report keeps to its tables whatever a record says", () =>
  withRuns([{ id: "a", name: "x | y\n# <b>" }, {
    id: "b",
    fields: { status: "failed", error: "line\nbreak <img>" },
  }], async (runs) => {
    const { code, out } = await report("--runs", runs);
    assertEquals(code, 0);
    assertStringIncludes(out, "| x \\| y \\# &lt;b\\> |");
    assertStringIncludes(out, "- b: failed after 4 of 4 epochs: line break &lt;img\\>");
  }));
