// Data that cannot be trained on end in one line and exit code 1, and leave nothing behind.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { exists, makeFiles, withFolder, writeArchive } from "./_fixtures.ts";
import { assertRefused, runCli } from "./_run_cli.ts";

Deno.test("data that cannot be read are refused", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/reviews.tar.gz`;
    const refused = async (words: RegExp, data = path) => {
      await assertRefused(["train", "lstm", "--data", data, "--runs", `${folder}/runs`], 1, words);
      assertEquals(await exists(`${folder}/runs`), false, "nothing was written");
    };
    await refused(/no data at .*nowhere/, `${folder}/nowhere`);

    const whole = await writeArchive(path, makeFiles(20, 10));
    await Deno.writeFile(path, whole.subarray(0, whole.length >> 1));
    await refused(/reviews\.tar\.gz.*(cut short|truncated|incomplete|ends|end)/i);

    await writeArchive(path, new Map([["aclImdb/README", "no examples here"]]));
    await refused(/reviews\.tar\.gz holds no examples: expected .*CLASS/);

    const files = makeFiles(20, 10);
    for (const name of files.keys()) if (name.includes("train/neg")) files.delete(name);
    await writeArchive(path, files);
    await refused(/negative|neg/);

    const bad = makeFiles(20, 10);
    bad.set("aclImdb/train/pos/77_8.txt", Uint8Array.of(0x67, 0x6f, 0xff, 0x64));
    await writeArchive(path, bad);
    await refused(/77_8\.txt.*UTF-8/);

    await writeArchive(path, makeFiles(20, 10));
    await assertRefused(
      ["train", "lstm", "--data", path, "--train-size", "22", "--runs", `${folder}/runs`],
      1,
      /22|20|10/,
    );
    assertEquals(await exists(`${folder}/runs`), false);
  });
});

Deno.test("an empty text is kept and counted", async () => {
  await withFolder(async (folder) => {
    const files = makeFiles(20, 10);
    files.set("aclImdb/train/pos/77_8.txt", "");
    files.set("aclImdb/test/neg/78_1.txt", " <br /> \n");
    await writeArchive(`${folder}/reviews.tar.gz`, files);
    const { code, stdout, stderr } = await runCli([
      ...["train", "lstm", "--data", `${folder}/reviews.tar.gz`, "--runs", `${folder}/runs`],
      ...["--epochs", "1", "--hidden", "8", "--json"],
    ]);
    assertEquals(code, 0, stderr);
    assertStringIncludes(stderr, "2 of them empty");
    const { record } = JSON.parse(stdout);
    assertEquals([record.data.train.empty, record.data.test.empty], [1, 1]);
    assertEquals([record.data.train.examples, record.data.test.examples], [21, 11]);
  });
});

Deno.test("a run that does not exist is refused, and like ones are named", async () => {
  await withFolder(async (folder) => {
    const runs = ["--runs", folder];
    await assertRefused(["evaluate", "none", ...runs], 1, /no run none .*holds no runs/);
    await Deno.mkdir(`${folder}/lstm-sample-1`);
    await Deno.writeTextFile(`${folder}/lstm-sample-1/run.json`, '{"version": 1, "id"');
    await assertRefused(["predict", "lstm-sampel-1", "text", ...runs], 1, /mean lstm-sample-1\?/);
    await assertRefused(["train", "--resume", "none", ...runs], 1, /no run none/);
    await assertRefused(["evaluate", "lstm-sample-1", ...runs], 1, /run\.json: not valid JSON/);
  });
});
