/**
 * Starts a command with the permissions that its arguments ask for, and V8's flags where it computes: what
 * the tasks call. The command itself, which reads what strangers wrote, can then do no more than it needs.
 *
 * @module
 */
import { knowsFlags, startDeno, V8_FLAGS } from "@sluice/kernels/v8-flags";
import { permissionFlags, permissionsOf } from "./_permissions.ts";

const MAIN = new URL("main.ts", import.meta.url).href;

/** Runs a command line in a process of its own, and returns its exit code. */
export async function launch(args: string[]): Promise<number> {
  const permissions = await permissionsOf(args);
  const flags = permissionFlags(permissions);
  if (permissions.computes && knowsFlags()) flags.unshift(V8_FLAGS);
  const child = startDeno((deno) =>
    new Deno.Command(deno, { args: ["run", ...flags, MAIN, ...args] }).spawn()
  );
  // Ctrl-C reaches both, and the command ends in its own time.
  Deno.addSignalListener("SIGINT", () => {});
  if (Deno.build.os !== "windows") {
    for (const signal of ["SIGTERM", "SIGHUP"] as const) {
      Deno.addSignalListener(signal, () => {
        try {
          child.kill(signal);
        } catch {
          // It has ended.
        }
      });
    }
  }
  return (await child.status).code;
}

if (import.meta.main) Deno.exit(await launch(Deno.args));
