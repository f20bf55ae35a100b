// For tests: runs the command line as a process of its own, with the permissions of its task.
import { assert, assertEquals } from "@std/assert";
import { knowsFlags, V8_FLAGS } from "@sluice/kernels/v8-flags";
import { fileURLToPath } from "node:url";
import { permissionFlags, permissionsOf } from "./_permissions.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const FLAGS = knowsFlags() ? [V8_FLAGS] : [];

/** How a command ended. */
export interface Outcome {
  /** The exit code. */
  code: number;
  /** The results. */
  stdout: string;
  /** Progress and errors. */
  stderr: string;
}

/** The process that `launch.ts` starts, without it. */
export async function startCli(
  args: string[],
  options: Deno.CommandOptions = {},
): Promise<Deno.ChildProcess> {
  const permissions = await permissionsOf(args);
  const flags = [...permissions.computes ? FLAGS : [], ...permissionFlags(permissions)];
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", ...flags, `${ROOT}apps/cli/main.ts`, ...args],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    ...options,
    env: { NO_COLOR: "1", ...options.env },
  }).spawn();
}

/** Runs a command to its end. */
export async function runCli(args: string[], stdin?: string): Promise<Outcome> {
  const child = await startCli(args, { stdin: stdin === undefined ? "null" : "piped" });
  if (stdin !== undefined) {
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(stdin));
    await writer.close();
  }
  return decode(await child.output());
}

/** What a process wrote, as text. */
export function decode({ code, stdout, stderr }: Deno.CommandOutput): Outcome {
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** Runs a command that must end in one line, with this exit code and these words. */
export async function assertRefused(args: string[], code: number, words: RegExp): Promise<void> {
  const outcome = await runCli(args);
  const shown = `${args.join(" ")}\n${outcome.stderr}${outcome.stdout}`;
  assertEquals(outcome.code, code, shown);
  assertEquals(outcome.stdout, "", shown);
  const errors = outcome.stderr.split("\n").filter((line) => line.startsWith("error: "));
  assertEquals(errors.length, 1, shown);
  assert(words.test(errors[0]!), shown);
  assert(outcome.stderr.endsWith(errors[0]! + "\n"), `the error comes last: ${shown}`);
  assert(!/^\s+at /m.test(outcome.stderr), `no stack trace: ${shown}`);
}
