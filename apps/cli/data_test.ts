// `data inspect`: what is told of a data set.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { withFolder } from "./_fixtures.ts";
import { assertRefused, runCli } from "./_run_cli.ts";

const ROWS = [
  ...Array.from({ length: 40 }, (_, i) => [`a text of some words, ${i}`, i % 2 === 0 ? "x" : "y"]),
  ["a text of some words, 0", "y"],
  ["<b>bold</b>", "x"],
];

Deno.test("data inspect tells classes, lengths and findings, in words and as JSON", async () => {
  await withFolder(async (folder) => {
    const toCsv = (rows: string[][]) =>
      "text,label\n" + rows.map((row) => `"${row.join('","')}"\n`).join("");
    await Deno.writeTextFile(`${folder}/a.csv`, toCsv(ROWS));
    await Deno.writeTextFile(
      `${folder}/b.csv`,
      toCsv([["a text of some words, 1", "y"], ["new", "x"]]),
    );
    const inspect = ["data", "inspect", `${folder}/a.csv`, "--test", `${folder}/b.csv`];
    const { code, stdout, stderr } = await runCli(inspect);
    assertEquals(code, 0, stderr);
    assertStringIncludes(stderr, "a.csv: CSV with commas; text: text; label: label; 42 rows");
    assertStringIncludes(
      stdout,
      "class      training         test\nx      21 (50.00 %)  1 (50.00 %)\n",
    );
    for (
      const line of [
        "- 1 test example with a text that is trained on, too (test/1 is train/2): remove them from one",
        "- 1 text with several labels among the training examples (train/1 and train/41): decide on",
        "- 1 text with HTML left over (train/42): take it out",
        "- 1 training example with a text that another has, too: remove them",
      ]
    ) assertStringIncludes(stdout, line);
    const json = await runCli([...inspect, "--json", "--quiet"]);
    assertEquals(json.stderr, "");
    const { labels, train, findings } = JSON.parse(json.stdout);
    assertEquals([labels, train.classes], [["x", "y"], [21, 21]]);
    assertEquals(findings.length, 4);
    const trained = await runCli([
      ...["train", "bow", "--data", `${folder}/a.csv`, "--test", `${folder}/b.csv`],
      ...["--runs", `${folder}/runs`, "--epochs", "1"],
    ]);
    assertStringIncludes(
      trained.stderr,
      "note: 1 test example with a text that is trained on, too (test/1 is train/2); 1 text with several " +
        "labels among the training examples (train/1 and train/41); deno task data inspect tells more\n",
    );
  });
});

Deno.test("data inspect refuses what it cannot look at", async () => {
  await assertRefused(["data", "inspect"], 2, /which data\? deno task data inspect SOURCE/);
  await assertRefused(["data", "inspect", "a", "b"], 2, /takes one source; what is b\?/);
  await assertRefused(["data", "look"], 2, /unknown command look/);
  await assertRefused(["data", "inspect", "nowhere"], 1, /there are no data at "nowhere"/);
  await assertRefused(["data", "inspect", "sample", "--epochs", "3"], 2, /unknown option --epochs/);
});
