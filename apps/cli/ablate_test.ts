// Gates held from the command line, after training and while training.
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { makeFiles, withFolder, writeArchive } from "./_fixtures.ts";
import { assertRefused, runCli } from "./_run_cli.ts";
import { readRunRecord } from "@sluice/runs";

Deno.test("ablate holds each gate at 1 and at sigmoid(1), and the report shows it", async () => {
  await withFolder(async (folder) => {
    await writeArchive(`${folder}/reviews.tar.gz`, makeFiles(400, 100));
    const runs = ["--runs", `${folder}/runs`, "--threads", "1"];
    const train = (model: string, name: string, ...more: string[]) =>
      runCli([
        ...["train", model, "--name", name, "--data", `${folder}/reviews.tar.gz`, ...runs],
        ...["--hidden", "8", "--embedding", "8", "--batch-size", "4", "--learning-rate", "0.01"],
        ...["--epochs", "3", "--vocab-size", "400", ...more],
      ]);
    const trained = await train("lstm", "free", "--layers", "2", "--bidirectional");
    assertEquals(trained.code, 0, trained.stderr);
    const before = await readRunRecord(`${folder}/runs/free/run.json`);

    const ablated = await runCli(["ablate", "free", ...runs, "--json"]);
    assertEquals(ablated.code, 0, ablated.stderr);
    const { free, ablations, examples } = JSON.parse(ablated.stdout);
    const { test } = before.epochs.at(-1)!;
    assertEquals([free, examples], [test, 100]);
    const after = await readRunRecord(`${folder}/runs/free/run.json`);
    assertEquals({ ...after, ablations: undefined }, { ...before, ablations: undefined });
    const value = 1 / (1 + Math.exp(-1));
    assertEquals(
      after.ablations!.map(({ gate, heldAt }) => [gate, heldAt]),
      [1, value].flatMap((at) => ["input", "forget", "output"].map((gate) => [gate, at])),
    );
    assertEquals(new Set(after.ablations!.map(({ loss }) => loss)).size, 6, "each gate matters");
    for (const [i, { loss, accuracy }] of after.ablations!.entries()) {
      assertEquals(ablations[i].lossIncrease, loss - test.loss);
      assertEquals(ablations[i].accuracyDrop, test.accuracy - accuracy);
    }

    // Again, as a table: the same figures in the record, none of them twice.
    const table = await runCli(["ablate", `${folder}/runs/free`, "--threads", "1"]);
    assertEquals(table.code, 0, table.stderr);
    assertMatch(table.stdout, /\ngate +held at +accuracy +drop +loss +increase\nnone /);
    assertMatch(table.stdout, /\nforget +1 .*\n(.*\n)+forget +0\.731 /);
    assertStringIncludes(table.stdout, "sigmoid(1) = 0.731 by mistake");
    assertEquals(await readRunRecord(`${folder}/runs/free/run.json`), after);
    const report = await runCli(["report", "--runs", `${folder}/runs`]);
    assertEquals(report.code, 0, report.stderr);
    assertMatch(report.stdout, /### Gates held open[^#]*\| forget \| +0\.731 \|/);

    // From scratch with a gate open: in the configuration, and no longer free to ablate.
    const held = await train("lstm", "held", "--hold-gate", "forget", "--hold-gate-at", "0.9");
    assertEquals(held.code, 0, held.stderr);
    const { configuration } = await readRunRecord(`${folder}/runs/held/run.json`);
    assertEquals([configuration.model["holdGate"], configuration.model["holdGateAt"]], [
      "forget",
      0.9,
    ]);
    assertEquals((await runCli(["evaluate", "held", ...runs])).code, 0);
    await assertRefused(["ablate", "held", ...runs], 1, /trained with its forget gate held/);

    const cnn = await train("cnn", "cnn", "--filters", "4", "--epochs", "1");
    assertEquals(cnn.code, 0, cnn.stderr);
    await assertRefused(["ablate", "cnn", ...runs], 1, /a cnn has no LSTM layers/);
    assert(!("ablations" in await readRunRecord(`${folder}/runs/cnn/run.json`)));
  });
});

Deno.test("gates that cannot be held are refused before anything is read", async () => {
  const refused: [string[], RegExp][] = [
    [
      ["train", "gru", "--hold-gate", "forget"],
      /--hold-gate: goes with lstm alone; the model is gru/,
    ],
    [["train", "lstm", "--hold-gate", "cell"], /--hold-gate: expected one of input, forget, out/],
    [["train", "lstm", "--hold-gate-at", "0.5"], /--hold-gate-at: which gate\?/],
    [["train", "lstm", "--hold-gate", "input", "--hold-gate-at", "2"], /from 0 to 1, got 2/],
    [["ablate"], /which run\?/],
    [["ablate", "a", "b"], /what is b\?/],
  ];
  await Promise.all(refused.map(([args, words]) => assertRefused(args, 2, words)));
});
