// The committed results: their report is what the command makes from their records, byte for byte.
import { readPredictions } from "@sluice/runs";
import { assert, assertEquals } from "@std/assert";
import { parse } from "@std/yaml";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);

Deno.test("report makes results/report.md and its curves again, byte for byte", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "--quiet", "--allow-read", "--allow-write"],
        "apps/cli/main.ts",
        "report",
        ...["--runs", "results/runs", "--reference", "results/reference-study.json"],
        ...["--output", `${folder}/report.md`, "--csv", `${folder}/report.csv`],
        ...["--json", `${folder}/report.json`],
      ],
      cwd: root,
    }).output();
    assertEquals([code, new TextDecoder().decode(stderr)], [0, ""]);
    const files = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
    const committed = [...Deno.readDirSync(new URL("results/", root))].map(({ name }) => name)
      .filter((name) => name.startsWith("report.")).sort();
    assertEquals(files, committed);
    for (const file of files) {
      const text = await Deno.readTextFile(new URL(`results/${file}`, root));
      assert(await Deno.readTextFile(`${folder}/${file}`) === text, file);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("results hold no weights, no texts and no paths of a machine", async () => {
  const runs = new URL("results/runs/", root);
  for (const { name } of Deno.readDirSync(runs)) {
    const files = [...Deno.readDirSync(new URL(`${name}/`, runs))].map(({ name }) => name).sort();
    assertEquals(files, ["predictions.jsonl.gz", "run.json"], name);
    const record = await Deno.readTextFile(new URL(`${name}/run.json`, runs));
    assert(!/"(\/|[A-Z]:\\\\)/.test(record), `${name}/run.json names an absolute path`);
    const predictions = fileURLToPath(new URL(`${name}/predictions.jsonl`, runs));
    for (const row of await readPredictions(predictions)) {
      assertEquals(Object.keys(row), ["id", "label", "probabilities", "length"]);
    }
  }
});

Deno.test("the README's table of results says what the committed report says", async () => {
  const readme = await Deno.readTextFile(new URL("README.md", root));
  const [, section = ""] = /^## Results$(.*?)^## /ms.exec(readme) ?? [];
  const rows = section.split("\n").filter((line) => line.startsWith("|")).slice(2)
    .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
  const report = JSON.parse(await Deno.readTextFile(new URL("results/report.json", root)));
  const { summaries, reference } = report.sections.find((
    { trainExamples, validationExamples, testExamples }: Record<string, number>,
  ) => trainExamples === 9788 && validationExamples === 1088 && testExamples === 9763);
  const four = (accuracy: number) => accuracy.toFixed(4);
  const expected = summaries.map(
    (
      { label, epochs, runs, final, selected, trainSeconds }: {
        label: string;
        epochs: number;
        runs: string[];
        final: { accuracy: { mean: number } };
        selected: { accuracy: { mean: number } };
        trainSeconds: number;
      },
    ) => {
      const study = reference.find((row: { label: string }) => row.label === label);
      return [
        ...[label, `${epochs}`, `${runs.length}`],
        ...[four(final.accuracy.mean), four(selected.accuracy.mean)],
        study ? four(study.final.testAccuracy) : "–",
        trainSeconds.toFixed(1),
        study ? `${Number(study.trainSeconds.toPrecision(3))}` : "–",
      ];
    },
  );
  assertEquals(rows, expected);
});

Deno.test("the README says how long the first seed of the study's rows took", async () => {
  const recipe = parse(await Deno.readTextFile(new URL("configs/reference.yaml", root))) as {
    rows: { name: string; from: string }[];
  };
  const rows = recipe.rows.filter(({ from }) => from === "study");
  const times = await Promise.all(rows.map(async ({ name }) => {
    const path = new URL(`results/runs/${name}-seed-1/run.json`, root);
    const { startedAt, finishedAt } = JSON.parse(await Deno.readTextFile(path));
    return { start: Date.parse(startedAt), end: Date.parse(finishedAt) };
  }));
  const start = Math.min(...times.map((time) => time.start));
  const minutes = (Math.max(...times.map((time) => time.end)) - start) / 60_000;
  const readme = (await Deno.readTextFile(new URL("README.md", root))).replaceAll(/\s+/g, " ");
  const [, told] = /first seed of the study's rows took (\d+) minutes/.exec(readme)!;
  assertEquals(told, minutes.toFixed(0));
});
