// A YAML file with options: its keys and values against the one table.
import { checkSchema } from "@sluice/runs/check_schema";
import { optionSchema } from "@sluice/runs/option";
import { listOptions } from "@sluice/runs/options";
import { type TrainConfigInput, trainConfigSchema } from "@sluice/runs/train_config";
import { didYouMean } from "../command_line/did_you_mean.ts";
import { UsageError } from "../command_line/usage_error.ts";
import { configOptions } from "./_config_flags.ts";
import { type Launch, launchFlags } from "./_launch_flags.ts";
import { parseYaml } from "./_parse_yaml.ts";

/** What a configuration file says. */
export interface ConfigFile {
  /** The configuration, without defaults. */
  config: TrainConfigInput;
  /** Where and how it is computed. */
  launch: Partial<Launch>;
}

type Tree = { [key: string]: unknown };

/**
 * Parses a configuration file and checks all of it.
 *
 * @param text The YAML.
 * @param path Where it comes from, for messages.
 * @throws {UsageError} One line: which key, what was expected, what was given.
 */
export function parseConfigFile(text: string, path: string): ConfigFile {
  const value = parseYaml(text, path);
  if (value === null || value === undefined) return { config: {}, launch: {} };
  if (!isTree(value)) throw new UsageError(`${path}: expected sections of keys and values`);
  checkKeys(value, path);
  const wrong = (key: string, expected: string, given: unknown) =>
    new UsageError(`${path}: ${key}: expected ${expected}, got ${show(given)}`);
  const launch: Tree = {};
  const config: Tree = {};
  for (const [key, given] of Object.entries(value)) {
    if (!Object.hasOwn(launchFlags, key)) {
      config[key] = given;
      continue;
    }
    const checked = checkSchema(optionSchema(launchFlags[key as keyof typeof launchFlags]), given);
    if (!checked.success) throw wrong(key, checked.error.issues[0]!.message, given);
    launch[key] = checked.data;
  }
  const checked = checkSchema(trainConfigSchema, config);
  if (checked.success) return { config: checked.data, launch };
  const issue = checked.error.issues[0]!;
  // An element of a list goes by the name of the list.
  const at = issue.path.slice(0, 2).map(String);
  const given = at.reduce<unknown>((tree, key) => isTree(tree) ? tree[key] : undefined, config);
  throw wrong(at.join("."), issue.message, given);
}

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? text.slice(0, 60) + "…" : text;
}

/** Refuses keys that are not known. */
function checkKeys(value: Tree, path: string): void {
  const keys = [
    "name",
    ...listOptions().map(({ key }) => key),
    ...Object.keys(launchFlags),
  ];
  const sections = new Set<string>(listOptions().map(({ section }) => section));
  for (const [name, inner] of Object.entries(value)) {
    if (!sections.has(name)) {
      if (keys.includes(name)) continue;
      throw unknownKey(path, name, [...sections, ...keys]);
    }
    if (!isTree(inner)) {
      throw new UsageError(`${path}: ${name}: expected a section of keys and values`);
    }
    for (const key of Object.keys(inner)) {
      if (!keys.includes(`${name}.${key}`)) throw unknownKey(path, `${name}.${key}`, keys);
    }
  }
}

function unknownKey(path: string, key: string, known: readonly string[]): UsageError {
  // A flag's name, or a key without its section, is a likely slip.
  const slip = key.split(".").at(-1)!.replaceAll("_", "-");
  const meant = configOptions.get(slip)?.key ??
    known.find((one) => one.split(".").at(-1) === key);
  const hint = meant === undefined ? didYouMean(key, known) : `; did you mean ${meant}?`;
  return new UsageError(`${path}: unknown key ${key.replace(/\s+/g, " ")}${hint}`);
}
