// Whole runs from the command line: train, resume, evaluate, predict.
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { exists, makeFiles, withFolder, writeArchive } from "./_fixtures.ts";
import { decode, runCli, startCli } from "./_run_cli.ts";
import { readRunRecord } from "@sluice/runs";

/** A small data set, and the arguments to train on it for a few epochs. */
async function withData(
  body: (folder: string, train: string[], runs: string[]) => Promise<void>,
): Promise<void> {
  await withFolder(async (folder) => {
    await writeArchive(`${folder}/reviews.tar.gz`, makeFiles(400, 100));
    // One thread, as other tests run meanwhile.
    const runs = ["--runs", `${folder}/runs`, "--threads", "1"];
    const train = [
      ...["train", "lstm", "--data", `${folder}/reviews.tar.gz`, ...runs],
      ...["--hidden", "8", "--embedding", "8", "--batch-size", "4", "--learning-rate", "0.01"],
      ...["--epochs", "3", "--vocab-size", "400"],
    ];
    await body(folder, train, runs);
  });
}

async function weights(folder: string): Promise<string> {
  return (await Deno.readFile(`${folder}/model/weights.bin`)).toHex();
}

Deno.test("train, evaluate and predict, one after the other", async () => {
  await withData(async (folder, train, runs) => {
    const trained = await runCli(train);
    assertEquals(trained.code, 0, trained.stderr);
    assertMatch(trained.stdout, /^lstm on archive: test accuracy .* after epoch 3/);
    assertStringIncludes(trained.stdout, `saved in ${folder}/runs/lstm-archive-1`);
    assertStringIncludes(trained.stderr, "epoch 3/3  train loss");
    const summary =
      /\nlayer +output +weights\n(.*\n)+embedding +\[batch, time, 8\] +[\d,]+\n(.*\n)*total +(.*)\n/;
    const total = trained.stderr.slice(0, trained.stderr.indexOf("epoch 1/3")).match(summary)?.at(
      -1,
    );
    const record = await readRunRecord(`${folder}/runs/lstm-archive-1/run.json`);
    assertEquals(record.status, "completed");
    assertEquals(total, record.model.parameterCount.toLocaleString("en-US"));
    assertMatch(record.command, /^deno task train lstm --data .* --vocab-size 400$/);
    assertEquals(record.configuration.training.batchSize, 4);

    const evaluated = await runCli(["evaluate", "lstm-archive-1", ...runs, "--json"]);
    assertEquals(evaluated.code, 0, evaluated.stderr);
    const { accuracy, loss, macroF1, same } = JSON.parse(evaluated.stdout);
    assertEquals([{ accuracy, loss, macroF1 }, same], [record.epochs[2]!.test, true]);

    const texts = ["A WONDERFUL film", "a dull plot", ""];
    const given = await runCli(["predict", "lstm-archive-1", ...texts, ...runs, "--json"]);
    assertEquals(given.code, 0, given.stderr);
    const lines = given.stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
    assertEquals(lines.map(({ text }) => text), texts);
    assert(lines[0].probability > lines[1].probability);
    for (const { label, probability, probabilities } of lines) {
      assertEquals(label, probability >= 0.5 ? "positive" : "negative");
      assertEquals(probabilities, { negative: 1 - probability, positive: probability });
    }
    // The same from standard input and from a file, and through the folder's path.
    const input = texts.join("\n") + "\n";
    const path = `${folder}/runs/lstm-archive-1/`;
    assertEquals((await runCli(["predict", path, "--json"], input)).stdout, given.stdout);
    await Deno.writeTextFile(`${folder}/texts.txt`, input.replaceAll("\n", "\r\n"));
    const fromFile = await runCli(["predict", path, "--file", `${folder}/texts.txt`, "--json"]);
    assertEquals(fromFile.stdout, given.stdout);

    // The next run gets the next number; a name that is taken is refused.
    const again = await runCli([...train, "--name", "lstm-archive-1"]);
    assertEquals(again.code, 2);
    assertStringIncludes(again.stderr, "exists already");
  });
});

Deno.test("a YAML file stands for flags, and flags beat it", async () => {
  await withData(async (folder, train) => {
    const yaml = `name: small
model: { architecture: lstm, embeddingSize: 8, hiddenSize: 8 }
data: { source: ${folder}/reviews.tar.gz, vocabSize: 400 }
optimizer: { learningRate: 0.01 }
training: { epochs: 9, batchSize: 4 }
threads: 1
runs: ${folder}/runs
`;
    await Deno.writeTextFile(`${folder}/recipe.yaml`, yaml);
    const args = [
      "train",
      "--config",
      `${folder}/recipe.yaml`,
      "--epochs",
      "1",
      "--json",
      "--quiet",
    ];
    const { code, stdout, stderr } = await runCli(args);
    assertEquals([code, stderr], [0, ""]);
    const fromYaml = JSON.parse(stdout);
    assertEquals(fromYaml.folder, `${folder}/runs/small-1`);
    const withFlags = await runCli([...train, "--epochs", "1", "--json"]);
    assertEquals(/layer +output/.test(withFlags.stderr), false);
    const fromFlags = JSON.parse(withFlags.stdout);
    const { name, ...configuration } = fromYaml.record.configuration;
    assertEquals(name, "small");
    assertEquals(configuration, fromFlags.record.configuration);
    assertEquals(await weights(fromYaml.folder), await weights(fromFlags.folder));
  });
});

Deno.test("Ctrl-C in the middle of an epoch saves; the resumed run equals one left alone", async () => {
  await withData(async (folder, train, runs) => {
    const whole = await runCli([...train, "--name", "whole"]);
    assertEquals(whole.code, 0, whole.stderr);

    const child = await startCli([...train, "--name", "parts"]);
    const outcome = await interruptAtEpoch(child, 1);
    assertEquals(outcome.code, 130, outcome.stderr);
    assertStringIncludes(outcome.stderr, "deno task train --resume");
    assertEquals(outcome.stderr.includes("error"), false, outcome.stderr);
    const record = await readRunRecord(`${folder}/runs/parts/run.json`);
    assertEquals(record.status, "interrupted");
    assert(record.epochs.length >= 1 && record.epochs.length < 3, `${record.epochs.length} epochs`);

    const resumed = await runCli(["train", "--resume", "parts", ...runs]);
    assertEquals(resumed.code, 0, resumed.stderr);
    assertStringIncludes(resumed.stderr, "going on in epoch");
    assertEquals(await weights(`${folder}/runs/parts`), await weights(`${folder}/runs/whole`));
    assertEquals((await readRunRecord(`${folder}/runs/parts/run.json`)).status, "completed");
    assertEquals((await runCli(["evaluate", "parts", ...runs])).code, 0);
  });
});

/** Presses Ctrl-C as soon as a line tells that an epoch has ended, and waits for the end. */
async function interruptAtEpoch(child: Deno.ChildProcess, epoch: number) {
  const [watched, kept] = child.stderr.tee();
  const [status, stdout, stderr] = await Promise.all([
    child.status,
    new Response(child.stdout).bytes(),
    new Response(kept).bytes(),
    (async () => {
      let text = "";
      for await (const chunk of watched.pipeThrough(new TextDecoderStream())) {
        const before = text.includes(`epoch ${epoch}/`);
        text += chunk;
        if (!before && text.includes(`epoch ${epoch}/`)) child.kill("SIGINT");
      }
    })(),
  ]);
  return decode({ ...status, stdout, stderr });
}

Deno.test("a full disk ends in one line, with nothing half-written", async (test) => {
  await withData(async (folder, train) => {
    const disk = `${folder}/disk`;
    await Deno.mkdir(disk);
    // Room for nothing; for the record and the tokenizer, but not for an epoch; for one epoch's files.
    for (const kibibytes of [8, 32, 48]) {
      const mounted = await mount(disk, kibibytes);
      await test.step({
        name: `with room for ${kibibytes} KiB`,
        ignore: !mounted, // Mounting a small file system needs to be root.
        fn: async () => {
          const args = [...train, "--runs", `${disk}/runs`, "--name", "a"];
          const { code, stdout, stderr } = await runCli(args);
          assertEquals([code, stdout], [1, ""], stderr);
          assertMatch(stderr, /\nerror: cannot .*disk is full.*\n$|\nerror: .*No space left.*\n$/);
          assertEquals(stderr.match(/error/g)?.length, 1, stderr);
          const run = `${disk}/runs/a`;
          if (await exists(run)) {
            const { status, error } = await readRunRecord(`${run}/run.json`);
            if (status === "failed") assertMatch(error ?? "", /disk is full/);
            else assertEquals(status, "running", "not even the record could be replaced");
          }
          for (const path of await listFiles(disk)) assert(!path.endsWith(".tmp"), path);
        },
      });
      if (mounted) await new Deno.Command("umount", { args: [disk] }).output();
    }
  });
});

/** Mounts a small file system in memory; false where that is not permitted. */
async function mount(folder: string, kibibytes: number): Promise<boolean> {
  try {
    const args = ["-t", "tmpfs", "-o", `size=${kibibytes}k`, "tmpfs", folder];
    return (await new Deno.Command("mount", { args, stderr: "null" }).output()).success;
  } catch {
    return false;
  }
}

async function listFiles(folder: string): Promise<string[]> {
  const paths = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) paths.push(...await listFiles(`${folder}/${name}`));
    else paths.push(`${folder}/${name}`);
  }
  return paths;
}
