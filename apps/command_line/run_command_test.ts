import { assert, assertEquals } from "@std/assert";
import { Interrupted } from "./interrupted.ts";
import { runCommand } from "./run_command.ts";
import { UsageError } from "./usage_error.ts";

/** The exit code, and what was printed on standard error. */
async function outcome(
  command: (args: string[]) => Promise<number>,
  ...args: string[]
): Promise<[number, unknown[]]> {
  const { error } = console;
  const told: unknown[] = [];
  console.error = (value: unknown) => void told.push(value);
  try {
    return [await runCommand(command, args), told];
  } finally {
    console.error = error;
  }
}

const failing = (error: unknown) => () => Promise.reject(error);

Deno.test("runCommand() returns the command's own exit code", async () => {
  assertEquals(await outcome((args) => Promise.resolve(args.length), "a", "b"), [2, []]);
});

Deno.test("runCommand() tells errors in one line, by kind", async () => {
  const cases: [unknown, number, string][] = [
    [new Error("no data at x\n  at y"), 1, "error: no data at x"],
    [new UsageError("which run?"), 2, "error: which run?"],
    [new Interrupted("interrupted"), 130, "interrupted; nothing was written"],
    ["a text", 1, "error: a text"],
  ];
  for (const [error, code, line] of cases) {
    assertEquals(await outcome(failing(error)), [code, [line]]);
  }
});

Deno.test("runCommand() prints the stack trace with --verbose", async () => {
  const error = new Error("broken");
  assertEquals(await outcome(failing(error), "--verbose"), [
    1,
    ["error: broken", error.stack],
  ]);
  const [, told] = await outcome(failing(error), "--", "--verbose");
  assert(told.length === 1, "after -- it is no flag");
});
