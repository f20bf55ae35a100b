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
    [
      ["train", "lstm", "--epochs", "0"],
      /--epochs: expected a whole number from 1 to 100000, got 0/,
    ],
    [["train", "lstm", "--batch-size", "abc"], /--batch-size: expected a whole number.*got "abc"/],
    [["train", "lstm", "--epoch", "3"], /unknown option --epoch; did you mean --epochs\?/],
    [["train", "lstm", "--name", "../x"], /--name: expected letters/],
    [["train", "--resume", "x", "--batch-size", "1"], /--batch-size does not go with --resume/],
    [["train", "lstm", "--config", "missing.yaml"], /--config missing\.yaml: no such file/],
    [["evaluate"], /which run\?/],
    [["predict"], /which run\?/],
    [["predict", "x", "text", "--file", "y"], /texts or --file, not both/],
    [["doctor", "now"], /doctor takes no now/],
  ];
  for (const [args, words] of cases) await assertRefused(args, 2, words);
});

Deno.test("a configuration file with a misspelt key is refused", async () => {
  await withFolder(async (folder) => {
    const config = `${folder}/recipe.yaml`;
    await Deno.writeTextFile(config, "training:\n  epoch: 3\n");
    const args = ["train", "lstm", "--config", config, "--runs", `${folder}/runs`];
    await assertRefused(
      args,
      2,
      /recipe\.yaml: unknown key training\.epoch; did you mean training\.epo/,
    );
    await Deno.writeFile(config, Uint8Array.of(0xff, 0xfe, 0x41));
    await assertRefused(args, 2, /recipe\.yaml: not a text file in UTF-8/);
    assertEquals(await exists(`${folder}/runs`), false);
  });
});
