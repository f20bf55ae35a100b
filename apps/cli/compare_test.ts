// Whole comparisons from the command line, on a small made-up data set.
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { makeFiles, withFolder, writeArchive } from "./_fixtures.ts";
import { assertRefused, decode, runCli, startCli } from "./_run_cli.ts";
import { epochSeconds, quickestRun, readRunRecord } from "@sluice/runs";
import { formatDuration } from "../command_line/format_duration.ts";

const RECIPE = `
data: { vocabSize: 300 }
model: { embeddingSize: 4, hiddenSize: 4 }
optimizer: { learningRate: 0.01 }
training: { batchSize: 8, epochs: 2 }
rows:
  - { name: small, model: { architecture: lstm }, ablate: true }
  - { name: filters, from: ours, model: { architecture: cnn, filters: [4] }, training: { epochs: 3 } }
`;

async function withRecipe(
  recipe: string,
  body: (folder: string, compare: string[]) => Promise<void>,
): Promise<void> {
  await withFolder(async (folder) => {
    await writeArchive(`${folder}/reviews.tar.gz`, makeFiles(120, 40));
    await Deno.writeTextFile(`${folder}/recipe.yaml`, recipe);
    await body(folder, [
      ...["compare", "--config", `${folder}/recipe.yaml`, "--data", `${folder}/reviews.tar.gz`],
      ...["--runs", `${folder}/runs`, "--threads", "1"],
    ]);
  });
}

Deno.test("compare trains every row with every seed, and reuses what is finished", async () => {
  await withRecipe(RECIPE, async (folder, compare) => {
    const first = await runCli([...compare, "--json"]);
    assertEquals(first.code, 0, first.stderr);
    const second = await runCli([...compare, "--seeds", "2"]);
    assertEquals(second.code, 0, second.stderr);
    assertMatch(second.stderr, /\[1\/4\] small, seed 1: .*small-seed-1, reused/);
    assertMatch(second.stderr, /\[4\/4\] filters, seed 2: .*filters-seed-2\n/);
    const records = await Promise.all(
      [1, 2].map((seed) => readRunRecord(`${folder}/runs/filters-seed-${seed}/run.json`)),
    );
    assertEquals(records.map(({ epochs, seeds }) => [epochs.length, seeds["training"]]), [
      [3, 1],
      [3, 2],
    ]);
    const [a, b] = records.map(({ epochs }) => 100 * epochs[2]!.test.accuracy) as [number, number];
    const shown = `${((a + b) / 2).toFixed(2)} % ± ${(Math.abs(a - b) / Math.SQRT2).toFixed(2)} %`;
    assertMatch(second.stdout, /^model +from +weights +epochs +runs +test accuracy/);
    const line = second.stdout.split("\n").find((line) => line.startsWith("filters "))!;
    assertMatch(line, /^filters +ours +[\d,]+ +3 +2 /);
    assertStringIncludes(line, shown);
    // As the report has it: the median epoch of the quickest run.
    const seconds = epochSeconds(quickestRun(records)!);
    assertEquals(line.endsWith(`  ${formatDuration(seconds)}`), true, line);

    const { rows } = JSON.parse(first.stdout);
    assertEquals(rows[1].accuracy, { mean: records[0]!.epochs[2]!.test.accuracy, deviation: null });
    assertEquals(rows[1].secondsAnEpoch, epochSeconds(records[0]!));
    const small = await readRunRecord(`${folder}/runs/small-seed-1/run.json`);
    assertEquals(small.ablations?.length, 6);
    assertEquals(small.configuration.name, "small");

    // All of it is there: nothing is trained, and the table is the same.
    const third = await runCli([...compare, "--seeds", "2"]);
    assertEquals([third.code, third.stdout], [0, second.stdout], third.stderr);
    assertEquals(third.stderr.match(/, reused\n/g)?.length, 4);
  });
});

Deno.test("compare trains the rows of the study alone, or ours, or those that are named", async () => {
  await withRecipe(RECIPE, async (folder, compare) => {
    const names = (stdout: string) =>
      stdout.trim().split("\n").slice(1).filter((line) => /^\w+ +(study|ours) /.test(line))
        .map((line) => line.split(" ")[0]);
    const folders = () => Array.from(Deno.readDirSync(`${folder}/runs`), ({ name }) => name).sort();
    const compareRows = async (flags: string[], rows: string[], runs: string[]) => {
      const { code, stdout, stderr } = await runCli([...compare, "--epochs", "1", ...flags]);
      assertEquals([code, names(stdout), folders()], [0, rows, runs], stderr);
    };
    await compareRows(["--from", "ours"], ["filters"], ["filters-seed-1"]);
    const both = ["filters-seed-1", "small-seed-1"];
    await compareRows(["--from", "study"], ["small"], both);
    await compareRows(["--rows", "filters,small,filters"], ["filters", "small"], both);
    await compareRows(["--from", "study", "--rows", "filters,small"], ["small"], both);
  });
});

Deno.test("Ctrl-C ends a comparison, and the same command goes on with it", async () => {
  const recipe = RECIPE.replace("epochs: 2", "epochs: 40");
  await withRecipe(recipe, async (folder, compare) => {
    const child = await startCli([...compare, "--rows", "small"]);
    const [watched, kept] = child.stderr.tee();
    const [status, stdout, stderr] = await Promise.all([
      child.status,
      new Response(child.stdout).bytes(),
      new Response(kept).bytes(),
      (async () => {
        let text = "";
        for await (const chunk of watched.pipeThrough(new TextDecoderStream())) {
          const before = text.includes("epoch  2/40");
          text += chunk;
          if (!before && text.includes("epoch  2/40")) child.kill("SIGINT");
        }
      })(),
    ]);
    const stopped = decode({ ...status, stdout, stderr });
    assertEquals(stopped.code, 130, stopped.stderr);
    assertStringIncludes(stopped.stderr, "the same command again");
    const path = `${folder}/runs/small-seed-1/run.json`;
    assertEquals((await readRunRecord(path)).status, "interrupted");

    const resumed = await runCli([...compare, "--rows", "small"]);
    assertEquals(resumed.code, 0, resumed.stderr);
    assertStringIncludes(resumed.stderr, "small-seed-1, resumed");
    assertStringIncludes(resumed.stderr, "going on in epoch");
    assertEquals((await readRunRecord(path)).epochs.length, 40);
  });
});

Deno.test("a row that fails does not stop the others", async () => {
  // Weights that leap until the loss is no number.
  const recipe = RECIPE.replace(
    "ablate: true",
    "optimizer: { learningRate: 1, weightDecay: 1.0e+30 }",
  );
  await withRecipe(recipe, async (folder, compare) => {
    const { code, stdout, stderr } = await runCli(compare);
    assertEquals(code, 1, stderr);
    assertMatch(stderr, /small, seed 1 failed: the loss is /);
    assertMatch(stderr, /\nerror: 1 of 2 rows failed: small\n$/);
    assertMatch(stdout, /\nsmall +study +- +- +0 \(1 failed\) /);
    assertMatch(stdout, /\nfilters +ours +[\d,]+ +3 +1 /);
    assertEquals((await readRunRecord(`${folder}/runs/small-seed-1/run.json`)).status, "failed");
  });
});

Deno.test("a recipe that is wrong is refused before anything is read", async () => {
  const recipe = RECIPE.replace("filters: [4]", "filtres: [4]");
  await withRecipe(recipe, async (_folder, compare) => {
    await assertRefused(compare, 2, /recipe.yaml: row filters: unknown key model.filtres/);
  });
  await withRecipe(RECIPE, async (folder, compare) => {
    const refused: [string[], RegExp][] = [
      [["--seeds", "0"], /--seeds: expected a whole number from 1 to 1000, got 0/],
      [["--rows", "big"], /there is no row big \(rows: small, filters\)/],
      [["--from", "mine"], /--from: expected one of study, ours, got "mine"/],
      [["--from", "ours", "--rows", "small"], /--from ours: none of the rows is \(rows: small\)/],
      [["--config", `${folder}/none.yaml`], /none.yaml: no such file/],
      [["--epochs", "0"], /--epochs: expected a whole number/],
      [["lstm"], /what is lstm\?/],
    ];
    await Promise.all(
      refused.map(([more, words]) => assertRefused([...compare, ...more], 2, words)),
    );
    assert(!(await Array.fromAsync(Deno.readDir(folder))).some(({ name }) => name === "runs"));
  });
});
