// Command lines and configuration files that make no sense end in one line and exit code 2.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { exists, withFolder } from "./_fixtures.ts";
import { assertRefused, runCli } from "./_run_cli.ts";

Deno.test("every command has a help, quickly", async () => {
  for (const command of ["train", "evaluate", "predict", "doctor"]) {
    const began = performance.now();
    const { code, stdout, stderr } = await runCli([command, "--help"]);
    assertEquals([code, stderr], [0, ""]);
    assertStringIncludes(stdout, `deno task ${command}`);
    // Loading TensorFlow alone takes longer on this machine when nothing is cached.
    assert(performance.now() - began < 5000);
  }
  const { code, stdout } = await runCli(["--help"]);
  assertEquals(code, 0);
  assertStringIncludes(stdout, "evaluate");
});

Deno.test("bad usage is refused with a hint", async () => {
  const cases: [string[], RegExp][] = [
    [["trian"], /unknown command trian; did you mean train\?/],
    [["train"], /which model\?.*lstm/],
    [["train", "lstn"], /unknown model lstn; did you mean lstm\?/],
    [["train", "lstm", "gru"], /takes one model; what is gru\?/],
    [["train", "lstm", "--epochs", "0"], /--epochs: expected a whole number of at least 1.*got 0/],
    [["train", "lstm", "--epochs", "1.5"], /--epochs: expected a whole number.*got 1\.5/],
    [["train", "lstm", "--batch-size", "abc"], /--batch-size: expected a whole number.*got "abc"/],
    [["train", "lstm", "--epoch", "3"], /unknown option --epoch; did you mean --epochs\?/],
    [["train", "lstm", "--learning-rate", "-1"], /--learning-rate: expected a number above 0/],
    [["train", "lstm", "--validation-share=1"], /--validation-share: expected a number from 0/],
    [["train", "lstm", "--merge", "max"], /--merge: expected one of concat, sum/],
    [["train", "lstm", "--device", "gpu"], /--device: expected cpu.*got "gpu"/],
    [["train", "lstm", "--threads", "0"], /--threads: expected a whole number from 1/],
    [["train", "lstm", "--name", "../x"], /--name: expected letters/],
    [["train", "lstm", "--data"], /--data needs a value/],
    [["train", "--resume", "x", "--batch-size", "1"], /--batch-size does not go with --resume/],
    [["train", "lstm", "--config", "missing.yaml"], /--config missing\.yaml: no such file/],
    [["evaluate"], /which run\?/],
    [["predict"], /which run\?/],
    [["predict", "x", "text", "--file", "y"], /texts or --file, not both/],
    [["doctor", "now"], /doctor takes no now/],
  ];
  for (const [args, words] of cases) await assertRefused(args, 2, words);
});

Deno.test("a configuration file is checked key by key", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/recipe.yaml`;
    const refused = async (yaml: string | Uint8Array<ArrayBuffer>, words: RegExp) => {
      await Deno.writeFile(path, typeof yaml === "string" ? new TextEncoder().encode(yaml) : yaml);
      await assertRefused(
        ["train", "lstm", "--config", path, "--runs", `${folder}/runs`],
        2,
        words,
      );
    };
    await refused(
      "trainning:\n  epochs: 3\n",
      /recipe\.yaml: unknown key trainning; did you mean tr/,
    );
    await refused(
      "training:\n  epoch: 3\n",
      /unknown key training\.epoch; did you mean training\.ep/,
    );
    await refused("epochs: 3\n", /unknown key epochs; did you mean training\.epochs\?/);
    await refused("data:\n  train-size: 3\n", /did you mean data\.trainSize\?/);
    await refused(
      "training:\n  epochs: many\n",
      /recipe\.yaml: training\.epochs: expected.*"many"/,
    );
    await refused("training: 3\n", /training: expected a section/);
    await refused("- 1\n", /expected sections/);
    await refused("training: {epochs: [\n", /not valid YAML/);
    await refused(Uint8Array.of(0xff, 0xfe, 0x41), /not a text file in UTF-8/);
    assertEquals(await exists(`${folder}/runs`), false);
  });
});
