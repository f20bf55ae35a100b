// Two who write at once.
import { assertEquals, assertMatch } from "@std/assert";
import { readRunRecord, RunFolder } from "@sluice/runs";
import { exists, makeFiles, withFolder, writeArchive } from "./_fixtures.ts";
import { assertRefused, decode, runCli, startCli } from "./_run_cli.ts";

/** Runs a command, and does something once it has printed these words. */
async function runAndWatch(args: string[], words: RegExp, react: () => Promise<void>) {
  const child = await startCli(args);
  const [watched, kept] = child.stderr.tee();
  const [status, stdout, stderr] = await Promise.all([
    child.status,
    new Response(child.stdout).bytes(),
    new Response(kept).bytes(),
    (async () => {
      let text = "";
      for await (const chunk of watched.pipeThrough(new TextDecoderStream())) {
        const before = words.test(text);
        text += chunk;
        if (!before && words.test(text)) await react();
      }
    })(),
  ]);
  return decode({ ...status, stdout, stderr });
}

async function withTrain(body: (folder: string, train: string[]) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    await writeArchive(`${folder}/reviews.tar.gz`, makeFiles(60, 20));
    await body(folder, [
      ...["train", "lstm", "--data", `${folder}/reviews.tar.gz`, "--runs", `${folder}/runs`],
      ...["--hidden", "4", "--embedding", "4", "--epochs", "1", "--vocab-size", "300"],
      ...["--threads", "1"],
    ]);
  });
}

Deno.test("a run whose number another takes meanwhile goes on with the next one", async () => {
  await withTrain(async (folder, train) => {
    const runs = `${folder}/runs`;
    const take = () => Deno.mkdir(`${runs}/lstm-archive-1`, { recursive: true });
    const { code, stdout, stderr } = await runAndWatch(train, /saving in .*-1\n/, take);
    assertEquals(code, 0, stderr);
    assertMatch(stderr, /lstm-archive-1 is another run's by now; saving in .*lstm-archive-2\n/);
    assertMatch(stdout, /saved in .*lstm-archive-2\n$/);
    assertEquals((await readRunRecord(`${runs}/lstm-archive-2/run.json`)).id, "lstm-archive-2");

    // A name that was asked for is no number to count on from.
    const takeName = () => Deno.mkdir(`${runs}/mine`);
    const named = await runAndWatch([...train, "--name", "mine"], /saving in .*mine\n/, takeName);
    assertEquals(named.code, 1, named.stderr);
    assertMatch(named.stderr, /\nerror: .*mine exists already.*\n$/);
  });
});

Deno.test("two runs that start at once are both trained", async () => {
  await withTrain(async (folder, train) => {
    const outcomes = await Promise.all([runCli(train), runCli(train)]);
    for (const { code, stderr } of outcomes) assertEquals(code, 0, stderr);
    for (const number of [1, 2]) {
      const { status } = await readRunRecord(`${folder}/runs/lstm-archive-${number}/run.json`);
      assertEquals(status, "completed");
    }
  });
});

Deno.test("a run that another process writes is refused in one line, before any data are read", async () => {
  await withTrain(async (folder, train) => {
    assertEquals((await runCli([...train, "--name", "a"])).code, 0);
    await Deno.remove(`${folder}/reviews.tar.gz`);
    using _writer = await RunFolder.open(`${folder}/runs/a`);
    const runs = ["--runs", `${folder}/runs`];
    for (const args of [["train", "--resume", "a", "--epochs", "2"], ["ablate", "a"]]) {
      await assertRefused([...args, ...runs], 1, /runs\/a is being written/);
    }
    assertEquals(await exists(`${folder}/runs/a/run.json`), true);
    // Reading is no writing.
    const predicted = await runCli(["predict", "a", "a dull film", ...runs]);
    assertEquals(predicted.code, 0, predicted.stderr);
  });
});
