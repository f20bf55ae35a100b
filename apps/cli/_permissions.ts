// What each command may touch, as flags of `deno run`: it writes to the folders that its arguments name and
// nowhere else, only what downloads the reviews reaches the network, and none runs another program.
//
// The arguments are read by themselves, without the commands' modules, so that starting takes no longer;
// what makes no sense here is the command's to refuse.
import { cacheDirectory } from "@sluice/data/cache_directory";
import { dirname } from "node:path";

/** What a command may touch beside what it reads. */
export interface Permissions {
  /** Folders that it writes to. */
  write?: string[];
  /** Whether it may download the reviews, to the cache. */
  downloads?: boolean;
  /** Facts about the machine that it asks for, by their names in `--allow-sys`. */
  system?: string[];
  /** Whether it computes, and profits from V8's flags. */
  computes?: boolean;
}

/** A command line: the values of its flags, and the other arguments. */
interface Arguments {
  flags: Map<string, string>;
  positionals: string[];
}

/** Flags without a value; those that start with `no-`, too. */
export const SWITCHES: readonly string[] = [
  ...["quiet", "verbose", "help", "json", "bidirectional", "header", "lowercase"],
];

const RUNS = "runs";

/** Of each command, what it may touch. */
const COMMANDS: Readonly<Record<string, (args: string[]) => Permissions | Promise<Permissions>>> = {
  train: async (args) => {
    const { flags } = readArguments(args, SWITCHES);
    const runs = flags.get("runs") ?? await configuredRuns(flags.get("config")) ?? RUNS;
    return {
      write: [runs, ...present(flags.get("resume"))],
      downloads: isDownloaded(flags.get("data")),
      system: ["cpus"],
      computes: true,
    };
  },
  compare: (args) => {
    const { flags } = readArguments(args, SWITCHES);
    return {
      write: [flags.get("runs") ?? RUNS],
      downloads: isDownloaded(flags.get("data")),
      system: ["cpus"],
      computes: true,
    };
  },
  evaluate: (args) => {
    const { flags } = readArguments(args, SWITCHES);
    return { downloads: flags.get("data") === "imdb", computes: true };
  },
  ablate: (args) => {
    const { flags, positionals } = readArguments(args, SWITCHES);
    return {
      write: [flags.get("runs") ?? RUNS, ...positionals.slice(0, 1)],
      downloads: flags.get("data") === "imdb",
      computes: true,
    };
  },
  export: (args) => {
    const { flags, positionals } = readArguments(args, SWITCHES);
    const output = flags.get("output");
    return { write: output ? [output] : [flags.get("runs") ?? RUNS, ...positionals.slice(0, 1)] };
  },
  tokenizer: ([command, ...args]) => {
    if (command !== "train") return {};
    const { flags } = readArguments(args, SWITCHES);
    return { write: [dirname(flags.get("output") ?? "tokenizer.json")] };
  },
  report: (args) => {
    const { flags } = readArguments(args, SWITCHES.filter((name) => name !== "json"));
    const files = ["output", "json", "csv"].flatMap((name) => present(flags.get(name)));
    // Each is written beside its place first.
    return { write: files.map((file) => dirname(file)) };
  },
  data: ([, ...args]) => {
    const { positionals } = readArguments(args, SWITCHES);
    return { downloads: positionals.some(isDownloaded) };
  },
  predict: () => ({}),
  doctor: () => ({ system: ["cpus", "systemMemoryInfo"], computes: true }),
};

/** What a command line may touch. */
export async function permissionsOf([command = "", ...args]: string[]): Promise<Permissions> {
  return Object.hasOwn(COMMANDS, command) ? await COMMANDS[command]!(args) : {};
}

/** The same as flags of `deno run`. */
export function permissionFlags({ write = [], downloads, system }: Permissions): string[] {
  const folders = [...write, ...downloads ? findCache() : []].map(withoutComma);
  const written = [...new Set(folders)].join(",");
  return [
    "--allow-read",
    "--allow-env=SLUICE_CACHE_DIR,HOME,XDG_CACHE_HOME,LOCALAPPDATA",
    ...written === "" ? [] : [`--allow-write=${written}`],
    ...downloads ? ["--allow-net=ai.stanford.edu"] : [],
    ...system === undefined ? [] : [`--allow-sys=${system.join(",")}`],
  ];
}

/** The folder itself or, as Deno's lists are split at commas, the nearest one around it without. */
function withoutComma(path: string): string {
  return path.includes(",") ? withoutComma(dirname(path)) : path;
}

/** Reads `--flag VALUE`, `--flag=VALUE` and switches; of a flag that is given twice, the last one counts. */
export function readArguments(args: readonly string[], switches: readonly string[]): Arguments {
  const flags = new Map<string, string>();
  const positionals: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const argument = args[i]!;
    if (argument === "--") {
      positionals.push(...args.slice(i + 1));
      break;
    }
    if (!argument.startsWith("-")) {
      positionals.push(argument);
      continue;
    }
    const [, name, value] = /^-+([^=]*)=?(.*)$/s.exec(argument)!;
    if (argument.includes("=")) flags.set(name!, value!);
    else if (!switches.includes(name!) && !name!.startsWith("no-") && argument.startsWith("--")) {
      flags.set(name!, args[++i] ?? "");
    }
  }
  return { flags, positionals };
}

/** The folder of runs that a configuration file names. */
async function configuredRuns(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  const { parseConfigFile } = await import("./_parse_config_file.ts");
  const { readTextFile } = await import("./_read_text_file.ts");
  try {
    return parseConfigFile(await readTextFile("--config", path), path).launch.runs;
  } catch {
    return undefined;
  }
}

/** Whether the data may be the reviews, which are downloaded once. */
function isDownloaded(source: string | undefined): boolean {
  return source === undefined || source === "auto" || source === "imdb";
}

function findCache(): string[] {
  try {
    return [cacheDirectory()];
  } catch {
    return [];
  }
}

function present(value: string | undefined): string[] {
  return value === undefined || value === "" ? [] : [value];
}
