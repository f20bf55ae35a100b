// From a file of rows to a model: CSV, JSON Lines and others, and what is wrong with them.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { readRunRecord } from "@sluice/runs";
import { exists, withFolder } from "./_fixtures.ts";
import { assertRefused, runCli } from "./_run_cli.ts";

const WORDS = {
  good: ["great", "fine", "lovely"],
  bad: ["awful", "dull", "poor"],
  "so-so": ["plain", "usual", "middling"],
};

/** Rows of three classes. */
function makeRows(count: number): { id: string; review: string; sentiment: string }[] {
  const classes = Object.entries(WORDS);
  return Array.from({ length: count }, (_, i) => {
    const [sentiment, words] = classes[i % classes.length]!;
    const word = (at: number) => words[(i + at) % words.length];
    return { id: `${i}`, review: `"${word(0)}", said ${i}:\n${word(1)} and ${word(2)}`, sentiment };
  });
}

const toCsv = (rows: ReturnType<typeof makeRows>, delimiter = ",") =>
  [["id", "review", "sentiment"], ...rows.map((row) => Object.values(row))]
    .map((fields) => fields.map((it) => `"${it.replaceAll('"', '""')}"`).join(delimiter) + "\r\n")
    .join("");

Deno.test("rows are trained on, tested and predicted from files of any kind, to the same weights", async () => {
  await withFolder(async (folder) => {
    const rows = makeRows(120);
    await Deno.writeTextFile(`${folder}/a.csv`, "\ufeff" + toCsv(rows));
    await Deno.writeTextFile(`${folder}/a.tsv`, toCsv(rows, "\t"));
    await Deno.writeTextFile(
      `${folder}/a.jsonl`,
      rows.map((row) => JSON.stringify(row) + "\n\n").join(""),
    );
    await Deno.writeTextFile(`${folder}/a.json`, JSON.stringify(rows, null, 2));
    const weights = [];
    for (const name of ["a.csv", "a.tsv", "a.jsonl", "a.json"]) {
      const { code, stderr } = await runCli([
        ...["train", "bow", "--data", `${folder}/${name}`, "--runs", `${folder}/runs`],
        ...["--name", name, "--epochs", "6", "--learning-rate", "0.01"],
      ]);
      assertEquals(code, 0, stderr);
      assertStringIncludes(
        stderr,
        "text: review; label: sentiment; 120 rows\n24 of the rows are held",
      );
      weights.push((await Deno.readFile(`${folder}/runs/${name}/model/weights.bin`)).toString());
    }
    assertEquals(new Set(weights).size, 1);
    const record = await readRunRecord(`${folder}/runs/a.csv/run.json`);
    assertEquals(record.task.labels, ["bad", "good", "so-so"]);
    assertEquals(record.epochs.at(-1)!.test.accuracy, 1);
    const evaluated = await runCli(["evaluate", "a.csv", "--runs", `${folder}/runs`]);
    assertEquals(evaluated.code, 0, evaluated.stderr);
    assertStringIncludes(evaluated.stdout, "on 24 examples, as recorded");
    const predicted = await runCli([
      "predict",
      "a.csv",
      "lovely and fine",
      "--runs",
      `${folder}/runs`,
    ]);
    assert(predicted.stdout.startsWith("good"), predicted.stdout);
  });
});

Deno.test("rows to test on may be a file, and rows that cannot be read be skipped", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/a.csv`, toCsv(makeRows(60)) + "61\r\n62,x,\r\n");
    await Deno.writeTextFile(`${folder}/b.csv`, toCsv(makeRows(90).slice(60)));
    const train = [
      ...["train", "bow", "--data", `${folder}/a.csv`, "--test", `${folder}/b.csv`],
      ...["--runs", `${folder}/runs`, "--epochs", "1", "--quiet", "--name", "x"],
    ];
    await assertRefused(
      train,
      1,
      /a\.csv: row 61: it has 1 fields, where there are 3 columns; mend/,
    );
    assertEquals(await exists(`${folder}/runs/x`), false);
    const { code, stderr } = await runCli([...train, "--on-bad-row", "skip"]);
    assertEquals(code, 0, stderr);
    const { data, configuration } = await readRunRecord(`${folder}/runs/x/run.json`);
    assertEquals([data.train.examples, data.test.examples, data.skippedRows], [60, 30, 2]);
    assertEquals(configuration.data.testSource, `${folder}/b.csv`);
    assertEquals(configuration.data.onBadRow, "skip");
    const evaluate = ["evaluate", "x", "--runs", `${folder}/runs`];
    assertEquals((await runCli(evaluate)).code, 0);
    await Deno.rename(`${folder}/b.csv`, `${folder}/c.csv`);
    await assertRefused(evaluate, 1, /there are no data at ".*b\.csv"/);
    const moved = await runCli([...evaluate, "--test", `${folder}/c.csv`]);
    assertEquals(moved.code, 0, moved.stderr);
    await assertRefused([...evaluate, "--test", `${folder}/a.csv`], 1, /holds other examples than/);
  });
});

Deno.test("bad rows, columns and options end in one line before any work", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/a.csv`, toCsv(makeRows(12)));
    await Deno.writeTextFile(`${folder}/bad.csv`, 'text,label\na,x\n"b,y\n');
    const train = (...more: string[]) => ["train", "bow", "--runs", `${folder}/runs`, ...more];
    const data = ["--data", `${folder}/a.csv`];
    const cases: [args: string[], code: number, words: RegExp][] = [
      [
        train(...data, "--text", "nope"),
        1,
        /a\.csv has no column "nope" \(--text\); it has "id", /,
      ],
      [train(...data, "--label", "nope"), 1, /no column "nope" \(--label\)/],
      [train(...data, "--delimiter", "ab"), 2, /--delimiter: expected one character, got "ab"/],
      [train(...data, "--encoding", "utf-99"), 1, /utf-99/],
      [train(...data, "--encoding", "a b"), 2, /--encoding: expected the name of an encoding/],
      [train(...data, "--on-bad-row", "x"), 2, /--on-bad-row: expected one of fail, skip/],
      [train(...data, "--test-share", "0"), 2, /--test-share: expected a number above 0/],
      [train(...data, "--test-share", "1"), 2, /--test-share: expected/],
      [train(...data, "--test", `${folder}/no.csv`), 1, /no\.csv/],
      [train(...data, "--test", folder), 1, /is a folder: expected a file of rows/],
      [train(...data, "--test", `${folder}/a.csv`, "--test-share", "0.5"), 1, /exclude each other/],
      [train("--data", `${folder}/bad.csv`), 1, /bad\.csv: line 3: the quotes of a field/],
      [train("--data", "sample", "--text", "x"), 1, /--text goes with a file of rows/],
    ];
    for (const [args, code, words] of cases) await assertRefused(args, code, words);
    assertEquals(await exists(`${folder}/runs`), false);
  });
});
