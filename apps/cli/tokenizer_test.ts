import { assertEquals, assertStringIncludes } from "@std/assert";
import { type Outcome, runCli } from "./_run_cli.ts";

/** Runs the command in a process of its own. */
async function runTokenizer(args: string[], stdin: string = ""): Promise<Outcome> {
  return await runCli(["tokenizer", ...args], stdin);
}

const TEXTS = "a fine film\nthe finest film of all\nit's fine, Ä 1984\n";

async function withTokenizer(test: (path: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/tokenizer.json`;
    const train = ["train", "--vocab-size", "270", "--output", path];
    const { code, stdout, stderr } = await runTokenizer(train, TEXTS);
    assertEquals([code, stdout, stderr], [0, `${path}: 263 tokens\n`, ""]);
    await test(path);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("tokenizer train, encode and decode read and write lines", async () => {
  await withTokenizer(async (path) => {
    const encoded = await runTokenizer(["encode", "--tokenizer", path], TEXTS);
    assertEquals(encoded.code, 0, encoded.stderr);
    const decoded = await runTokenizer(["decode", "--tokenizer", path], encoded.stdout);
    const texts = decoded.stdout.trim().split("\n").map((line) => JSON.parse(line).text);
    assertEquals(texts, TEXTS.trim().split("\n"));
  });
});

Deno.test("tokenizer encode takes special tokens for text, if asked", async () => {
  await withTokenizer(async (path) => {
    const args = ["encode", "--tokenizer", path, "--tokens", "--text", "<pad>"];
    const tokens = async (args: string[]) => JSON.parse((await runTokenizer(args)).stdout).tokens;
    assertEquals(await tokens(args), ["<pad>"]);
    assertEquals(await tokens([...args, "--encode-special-tokens"]), [..."<pad>"]);
  });
});

Deno.test("tokenizer inspect cuts a text into tokens", async () => {
  await withTokenizer(async (path) => {
    const args = ["inspect", "--tokenizer", path, "--text", "fine film"];
    const { code, stdout } = await runTokenizer(args);
    assertEquals(code, 0);
    assertStringIncludes(stdout, "263 tokens\n");
    assertStringIncludes(stdout, "fi|ne| film\n");
    assertStringIncludes(stdout, "3 tokens, 3.00 bytes a token");
  });
});

Deno.test("tokenizer tells what is wrong in one line", async () => {
  const cases: [args: string[], stdin: string, code: number, message: string][] = [
    [["encod"], "", 2, "unknown command encod; did you mean encode?"],
    [["encode", "--tokenizer", "/nonexistent.json"], "", 2, "no such tokenizer"],
    [["train", "--vocab-size", "-1"], "", 2, "--vocab-size: expected a whole number from 1"],
    [["train", "--vocab-size", "abc"], "", 2, 'a whole number from 1 to 8388608, got "abc"'],
    [["train", "--vocab-size", "1e9"], "", 2, "--vocab-size: expected a whole number"],
    [["train", "--min-frequency", "1.5"], "", 2, "--min-frequency: expected a whole number"],
    [["train", "/nonexistent.txt"], "", 2, "/nonexistent.txt: no such file"],
    [["train", "-", "/nonexistent.txt"], "", 2, "/nonexistent.txt: no such file"],
    [["train", "--output", "/nonexistent/a.json"], "", 2, "no folder /nonexistent"],
    [["inspect", "--longest", "abc"], "", 2, "--longest: expected a whole number from 0 to"],
    [["inspect", "--longest=-1"], "", 2, "--longest: expected a whole number"],
    [["inspect", "--text", "a", "b"], "", 2, "give files or --text, not both"],
    [["encode", "--max-length", "abc"], "", 2, "--max-length: expected a whole number"],
    [["decode", "--ids", "1,x"], "", 2, "--ids: expected whole numbers from 0 to"],
    [["decode", "--ids", "1", "file"], "", 2, "give files or --ids, not both"],
  ];
  for (const [args, stdin, code, message] of cases) {
    const outcome = await runTokenizer(args, stdin);
    assertEquals(outcome.code, code, outcome.stderr);
    assertStringIncludes(outcome.stderr, message);
    assertEquals(outcome.stderr.trim().split("\n").length, 1, outcome.stderr);
  }
});
