// The name of a run that does not exist yet.
import { optionSchema, type TextOption } from "@sluice/runs/option";
import { UsageError } from "../command_line/usage_error.ts";

/** What a run may be called. */
export const runName = {
  kind: "text",
  pattern: /^[\p{L}\p{N}_][\p{L}\p{N}_.+-]{0,99}$/u,
  patternText: "letters, digits, and - _ . + between them, at most 100",
} as const satisfies TextOption;

/**
 * Refuses a name that a file gives and that is not fit for a folder.
 *
 * @param where What the user calls it: `recipe.yaml: name`.
 * @throws {UsageError} One line.
 */
export function checkRunName(name: string, where: string): void {
  if (optionSchema(runName).safeParse(name).success) return;
  throw new UsageError(
    `${where}: expected ${runName.patternText}, got ${JSON.stringify(name.slice(0, 100))}`,
  );
}

/**
 * The folder of a run whose name was asked for.
 *
 * @throws {UsageError} Where there is something.
 */
export async function namedRunFolder(runs: string, name: string): Promise<string> {
  if (await exists(`${runs}/${name}`)) {
    throw new UsageError(
      `${runs}/${name} exists already; choose another --name, or go on with it: --resume ${name}`,
    );
  }
  return `${runs}/${name}`;
}

/** The first folder of `lstm-sample-1`, `lstm-sample-2`, ... that does not exist. */
export async function nextRunFolder(runs: string, base: string): Promise<string> {
  for (let number = 1;; number++) {
    const folder = `${runs}/${base}-${number}`;
    if (!await exists(folder)) return folder;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch {
    return false;
  }
}
