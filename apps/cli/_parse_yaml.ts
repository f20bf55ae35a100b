// YAML of one document, without what a file can hide in it.
import { parse } from "@std/yaml";
import { UsageError } from "../command_line/usage_error.ts";

/**
 * Parses YAML. Aliases are refused: a few lines of them name a structure of any size, or one that holds
 * itself.
 *
 * @param path Where the text comes from, for messages.
 * @throws {UsageError} One line.
 */
export function parseYaml(text: string, path: string): unknown {
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    const reason = error instanceof RangeError
      ? "nested too deeply"
      : (error as Error).message.split("\n")[0];
    throw new UsageError(`${path}: not valid YAML: ${reason}`);
  }
  const seen = new Set<unknown>();
  const left = [value];
  while (left.length > 0) {
    const at = left.pop();
    if (typeof at !== "object" || at === null) continue;
    if (seen.has(at)) {
      throw new UsageError(`${path}: aliases (*name) are not read; write out what they name`);
    }
    seen.add(at);
    for (const inner of Object.values(at)) left.push(inner);
  }
  return value;
}
