// Where and how a run is computed, not what: flags of all commands that load a model.
import type { Flags, FlagValues } from "../command_line/flag.ts";

/** The flags that say where and how a run is computed. The YAML file may hold them too. */
export const launchFlags = {
  device: {
    kind: "choice",
    choices: ["cpu"],
    default: "cpu",
    placeholder: "NAME",
    help: "what computes: cpu",
  },
  threads: {
    kind: "integer",
    least: 1,
    most: 64,
    defaultText: "all cores",
    help: "threads; results do not depend on them",
  },
  runs: { kind: "text", placeholder: "DIR", default: "runs", help: "folder of runs" },
} as const satisfies Flags;

/** Where and how a run is computed. */
export type Launch = FlagValues<typeof launchFlags>;

/** Device and threads, as the packages take them. */
export function deviceOptions(
  { device, threads }: Pick<Launch, "device" | "threads">,
): { device: Launch["device"]; threads?: number } {
  return { device, ...(threads === undefined ? {} : { threads }) };
}
