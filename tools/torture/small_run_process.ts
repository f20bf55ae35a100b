// A small run in a process of its own, which may be killed at its Nth file operation.
// Argument: a SmallRunRequest in JSON.
import type { TrainConfig } from "@sluice/runs";
import { countFileOperations, type Fault } from "./file_faults.ts";
import { trainSmall } from "./small_run.ts";

/** What the process is asked to do. */
export interface SmallRunRequest {
  /** The run's folder. */
  folder: string;
  /** What to train. */
  config: TrainConfig;
  /** Whether it goes on with what is there. */
  resume: boolean;
  /** What happens to it. */
  fault?: Fault;
  /** The milliseconds that each step is drawn out by, so that a kill from outside hits it. */
  slow?: number;
}

/** Starts such a process. */
export function startSmallRun(request: SmallRunRequest): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", import.meta.url, JSON.stringify(request)],
    stdout: "null",
    stderr: "piped",
    stdin: "null",
    env: { NO_COLOR: "1" },
  }).spawn();
}

if (import.meta.main) {
  const request = JSON.parse(Deno.args[0]!) as SmallRunRequest;
  const { folder, config, resume, fault, slow } = request;
  const wait = new Int32Array(new SharedArrayBuffer(4));
  using _counter = fault === undefined ? undefined : countFileOperations(fault);
  try {
    await trainSmall(folder, config, {
      resume,
      onProgress: () => {
        if (slow !== undefined) Atomics.wait(wait, 0, 0, slow);
      },
    });
  } catch (error) {
    console.error((error as Error).message);
    Deno.exit(1);
  }
}
