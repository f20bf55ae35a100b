// A short part of `deno task torture`, which goes on for as long as it is told.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { type Part, runPart } from "./part.ts";
import { PARTS } from "./parts.ts";

const SECONDS = 3;

async function hasPeer(): Promise<boolean> {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["cache", "--no-lock", "--node-modules-dir=none", "npm:tokenizers@0.23.2"],
    stdout: "null",
    stderr: "null",
    signal: AbortSignal.timeout(60_000),
  }).output().catch(() => ({ success: false }));
  return success;
}

function isMissing(part: Part, withPeer: boolean): boolean {
  return part.name === "tokenizers" && !withPeer;
}

const withPeer = await hasPeer();
for (const [i, part] of PARTS.entries()) {
  const missing = isMissing(part, withPeer);
  Deno.test({
    name: `torture: ${part.name}${missing ? " (npm:tokenizers cannot be had: skipped)" : ""}`,
    ignore: missing,
    fn: async () => {
      const until = performance.now() + SECONDS * 1000;
      const { counts, failures } = await runPart(part, { seed: 1, number: i + 1, until });
      assertEquals(failures, []);
      assertEquals(counts["cases"]! > 0, true);
    },
  });
}

async function torture(...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", new URL("main.ts", import.meta.url).pathname, ...args],
  }).output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

Deno.test("the torture says what it did, and refuses what it does not know in one line", async () => {
  const done = await torture("--minutes", "0.02", "--seed", "7", "--only", "archives");
  assertEquals(done.code, 0, done.stderr);
  assertStringIncludes(done.stdout, "seed 7\narchives: ");
  assertStringIncludes(done.stdout, " inputs, ");
  assertStringIncludes(done.stdout, "nothing failed");
  const wrong: [args: string[], message: string][] = [
    [["--minuts", "3"], "torture: --minuts: no such option; see --help\n"],
    [["--minutes", "0"], 'torture: --minutes: expected a number above 0, found "0"\n'],
    [["--seed=-1"], `torture: --seed: expected a whole number, found "-1"\n`],
    [["--case", "3"], "torture: --case: needs --only, the part that the case belongs to\n"],
    [["--only", "x"], "torture: --only: expected one of kill-at-operation, "],
  ];
  for (const [args, message] of wrong) {
    const { code, stdout, stderr } = await torture(...args);
    assertEquals([code, stdout, stderr.slice(0, message.length)], [2, "", message]);
  }
});

Deno.test("a case that fails is told with what tries it again", async () => {
  const broken: Part = {
    name: "broken",
    share: 1,
    cases: () => Promise.resolve(3),
    run: ({ index, random }) => {
      if (index === 1) throw new Error(`wrong ${random.below(1000)}`);
      return Promise.resolve();
    },
  };
  const options = { seed: 1, number: 1, until: Infinity };
  const { counts, failures } = await runPart(broken, options);
  assertEquals(counts, { cases: 3 });
  assertEquals(failures.map(({ index }) => index), [1]);
  const again = await runPart(broken, { ...options, only: 1 });
  assertEquals(again.counts, { cases: 1 });
  assertEquals(again.failures[0]!.message.split("\n")[0], failures[0]!.message.split("\n")[0]);
  const polluting: Part = {
    ...broken,
    run: () => {
      (Object.prototype as Record<string, unknown>).polluted = 1;
      return Promise.resolve();
    },
  };
  try {
    const { failures } = await runPart(polluting, { ...options, most: 1 });
    assertStringIncludes(failures[0]!.message, "a prototype was polluted with polluted");
  } finally {
    delete (Object.prototype as Record<string, unknown>).polluted;
  }
});
