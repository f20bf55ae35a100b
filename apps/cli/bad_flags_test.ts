// Every flag of every command refuses what it does not take, before anything is read or written: the cases
// follow from the commands' own tables.
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { expectedValue } from "@sluice/runs/option";
import { listOptions } from "@sluice/runs/options";
import type { Flags } from "../command_line/flag.ts";
import { UsageError } from "../command_line/usage_error.ts";
import { badArguments } from "./_bad_values.ts";
import { exists, withFolder } from "./_fixtures.ts";
import { assertRefused } from "./_run_cli.ts";
import { commands as dataCommands } from "./data.ts";
import { commands } from "./main.ts";
import { commands as tokenizerCommands } from "./tokenizer.ts";

/** A command, and arguments that it would do something with. */
interface Case {
  name: string;
  args: (folder: string) => string[];
  load: () => Promise<{ run: (args: string[]) => Promise<number>; flags?: Flags }>;
}

const inRuns = (...args: string[]) => (folder: string) => [...args, "--runs", `${folder}/runs`];

/** Commands that hold others. */
const GROUPS = ["data", "tokenizer"];

const CASES: Case[] = [
  ...Object.entries(commands).filter(([name]) => !GROUPS.includes(name)).map((
    [name, { load }],
  ) => ({
    name,
    load,
    args: name === "doctor"
      ? () => []
      : name === "train"
      ? inRuns("lstm")
      : name === "compare" || name === "report"
      ? inRuns()
      : inRuns("a-run"),
  })),
  ...Object.entries(dataCommands).map(([name, { load }]) => ({
    name: `data ${name}`,
    load,
    args: () => ["sample"],
  })),
  ...Object.entries(tokenizerCommands).map(([name, { load }]) => ({
    name: `tokenizer ${name}`,
    load,
    args: (folder: string) =>
      name === "train" ? [`${folder}/texts.txt`, "--output", `${folder}/tokenizer.json`] : [],
  })),
];

/** With downloads and the working directory in a folder that must stay empty. */
async function withNothing(body: (folder: string) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const cache = Deno.env.get("SLUICE_CACHE_DIR");
    const before = Deno.cwd();
    Deno.env.set("SLUICE_CACHE_DIR", `${folder}/cache`);
    Deno.chdir(folder);
    try {
      await body(folder);
      assertEquals(await Array.fromAsync(Deno.readDir(folder)), [], "nothing was made");
    } finally {
      Deno.chdir(before);
      if (cache === undefined) Deno.env.delete("SLUICE_CACHE_DIR");
      else Deno.env.set("SLUICE_CACHE_DIR", cache);
    }
  });
}

for (const { name, args, load } of CASES) {
  Deno.test(`${name}: each flag refuses what it does not take`, async () => {
    await withNothing(async (folder) => {
      const { run, flags } = await load() as Awaited<ReturnType<Case["load"]>>;
      assert(flags !== undefined, `${name} tells its flags`);
      for (const [flag, description] of Object.entries(flags)) {
        for (const bad of badArguments(flag, description)) {
          const shown = `${name} ${bad}`;
          const error = await assertRejects(
            () => run([...args(folder), bad]),
            UsageError,
            "",
            shown,
          );
          assertStringIncludes(error.message, `--${flag}`, shown);
          assertEquals(error.message.includes("\n"), false, shown);
        }
        if (description.kind === "boolean" && !description.negatable) {
          await assertRejects(() => run([...args(folder), `--no-${flag}`]), UsageError, flag);
        }
      }
    });
  });
}

Deno.test("train takes every option of a run with the limits of the table", async () => {
  const { flags } = await import("./train.ts");
  for (const { option } of listOptions()) {
    if (option.flag === undefined) continue;
    assertEquals(expectedValue(flags[option.flag]!), expectedValue(option), option.flag);
  }
});

Deno.test("as a process: exit code 2, one line, and nothing is made", async () => {
  await withFolder(async (folder) => {
    const runs = ["--runs", `${folder}/runs`];
    const sizes = ["--filters", "64,64", "--widths", "5"];
    const refused: [string[], RegExp][] = [
      [
        ["train", "cnn", ...sizes, ...runs],
        /^error: --filters and --widths: filters and widths must name one or more .* 2 and 1$/,
      ],
      [
        ["train", "lstm", "--threads", "abc", ...runs],
        /^error: --threads: expected a whole number from 1 to 64, got "abc"$/,
      ],
      [
        ["train", "lstm", "--bigram-buckets", "9", ...runs],
        /^error: --bigram-buckets: goes with bow alone; the model is lstm$/,
      ],
      [
        ["train", "lstm", "--labels", "ratings", ...runs],
        /^error: --labels: expected one of sentiment, rating, got "ratings"; did you mean rating\?$/,
      ],
      [["predict", "a", "a text", "--threads", "0", ...runs], /--threads: expected a whole number/],
      [
        ["tokenizer", "inspect", "--longest", "abc"],
        /^error: --longest: expected a whole number from 0 to 2147483647, got "abc"$/,
      ],
      [
        ["tokenizer", "train", "--vocab-size", "abc"],
        /^error: --vocab-size: expected a whole number from 1 to 8388608, got "abc"$/,
      ],
    ];
    await Promise.all(refused.map(([args, words]) => assertRefused(args, 2, words)));
    assertEquals(await exists(`${folder}/runs`), false);
  });
});
