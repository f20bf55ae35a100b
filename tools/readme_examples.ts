/** An example of a README, and what it says to run it with. */
export interface ReadmeExample {
  /** The line of the README that the example begins in, from 1. */
  line: number;
  code: string;
  /** The flags of the README's `deno run FLAGS example.ts`: the permissions. */
  flags: string[];
}

/** The examples of a package's README. */
export interface ReadmeExamples {
  /** What is to be added first: the arguments of the README's `deno add`. */
  dependencies: string[];
  examples: ReadmeExample[];
}

/**
 * Reads a package's README: every block of `ts` is an example, but for those marked `ts ignore`.
 *
 * A line `deno add ...` in a block of `sh` above the first example says what all of them import; without one it is
 * the package alone. A line `deno run FLAGS example.ts` says how to run the example that it stands right below, and
 * all that come after it; without one they have no permissions.
 *
 * @throws {Error} where the flags grant everything.
 */
export function readReadmeExamples(readme: string, name: string): ReadmeExamples {
  let dependencies = [`jsr:${name}`], flags: string[] = [];
  const examples: ReadmeExample[] = [];
  let above: ReadmeExample | undefined;
  for (const { index, 1: language, 2: code = "" } of readme.matchAll(BLOCK)) {
    const line = readme.slice(0, index).split("\n").length;
    if (language === "ts") {
      above = { line, code, flags };
      examples.push(above);
    } else if (language === "sh") {
      const added = /^deno add (.+)$/m.exec(code)?.[1];
      if (added && examples.length === 0) dependencies = added.trim().split(/\s+/);
      const run = /^deno run (.*)example\.ts$/m.exec(code)?.[1];
      if (run === undefined) continue;
      flags = run.split(/\s+/).filter((flag) => flag !== "");
      if (flags.some((flag) => flag === "-A" || flag === "--allow-all")) {
        throw new Error(`the README of ${name}, line ${line}: name the permissions, not all`);
      }
      if (above) above.flags = flags;
      above = undefined;
    }
  }
  return { dependencies, examples };
}

const BLOCK = /^```(ts ignore|\w*)\n(.*?)^```$/gms;
