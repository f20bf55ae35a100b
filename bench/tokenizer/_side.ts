// Runs one side of a comparison in a process of its own, and reads what it prints.

/** What a side prints as JSON. */
export interface SideResult {
  /** The median of its repetitions. */
  milliseconds: number;
  /** The most memory that the process had, in MB. */
  peakMegabytes: number;
  /** The number of tokens, to see that both sides did the same. */
  tokens: number;
}

/** Runs a command that prints a {@linkcode SideResult}. */
export async function runSide(command: string, args: string[]): Promise<SideResult> {
  const { success, stdout, stderr } = await new Deno.Command(command, { args }).output();
  if (!success) {
    throw new Error(`${command} ${args.join(" ")}: ${new TextDecoder().decode(stderr).trim()}`);
  }
  const lines = new TextDecoder().decode(stdout).trim().split("\n");
  return JSON.parse(lines.at(-1)!);
}

/** Flags for Deno with which packages of peers come neither into the lock file nor into node_modules. */
export const APART: readonly string[] = ["--no-check", "--no-lock", "--node-modules-dir=none"];

/** Runs a module of this folder with Deno. */
export function runModule(name: string, args: string[]): Promise<SideResult> {
  const path = new URL(name, import.meta.url).pathname;
  return runSide(Deno.execPath(), ["run", "-A", ...APART, path, ...args]);
}

/** The most memory that this process had, in MB; 0 where the system does not tell. */
export function peakMegabytes(): number {
  try {
    const status = Deno.readTextFileSync("/proc/self/status");
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** The value in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
