// A bag of words with hashed bigrams, through the commands that read a run.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { makeFiles, withFolder, writeArchive } from "./_fixtures.ts";
import { runCli } from "./_run_cli.ts";

Deno.test("a run with hashed bigrams is tested, resumed and exported like any other", async () => {
  await withFolder(async (folder) => {
    await writeArchive(`${folder}/reviews.tar.gz`, makeFiles(60, 20));
    const run = async (...args: string[]) => await runCli([...args, "--runs", `${folder}/runs`]);
    const succeed = async (...args: string[]) => {
      const { code, stdout, stderr } = await run(...args);
      assertEquals(code, 0, stderr);
      return stdout;
    };
    await succeed(
      ...["train", "bow", "--name", "a", "--data", `${folder}/reviews.tar.gz`, "--epochs", "1"],
      ...["--embedding", "4", "--vocab-size", "300", "--bigram-buckets", "500", "--threads", "1"],
      ...["--learning-rate", "0.05", "--quiet"],
    );
    const record = JSON.parse(await Deno.readTextFile(`${folder}/runs/a/run.json`));
    assertEquals(record.configuration.model.bigramBuckets, 500);
    const rows = record.tokenizer.vocabSize + 500;
    assertEquals(record.model.parameterCount, rows * 4 + 4 + 1);
    assertStringIncludes(await succeed("evaluate", "a"), "as recorded");
    await succeed("train", "--resume", "a", "--epochs", "2", "--quiet");
    assertStringIncludes(await succeed("evaluate", "a"), "as recorded");
    const [one, other] = (await succeed("predict", "a", "a dull film", "film dull a")).split("\n");
    assert(one!.split(/\s+/)[1] !== other!.split(/\s+/)[1], `${one}; ${other}`);

    const refused = await run("export", "a", "--output", `${folder}/stock`);
    assertEquals(refused.code, 1);
    assertStringIncludes(refused.stderr, "hashes bigrams; its weights can: --format keras-weights");
    await succeed("export", "a", "--format", "safetensors", "--output", `${folder}/weights`);
    const bytes = await Deno.readFile(`${folder}/weights/weights.safetensors`);
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    assertEquals(header["embedding/embeddings"].shape, [rows, 4]);
    await succeed("export", "a", "--format", "keras-weights", "--output", `${folder}/keras`);
  });
});
