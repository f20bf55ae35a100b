// Ctrl-C: the first one asks to stop in order, a second one ends the process at once.
import { exitCodes } from "./exit_codes.ts";
import { Interrupted } from "./interrupted.ts";

// `deno task` and the terminal may each pass on one and the same Ctrl-C.
const SAME_PRESS_MILLISECONDS = 200;

/**
 * A signal that is aborted, with an {@linkcode Interrupted} as its reason, once the user presses Ctrl-C.
 *
 * @param announce Called at that time.
 * @param leave Called before a second Ctrl-C ends the process.
 */
export function interruptSignal(announce: () => void, leave: () => void = () => {}): AbortSignal {
  const controller = new AbortController();
  let first = 0;
  const interrupt = () => {
    if (!controller.signal.aborted) {
      first = performance.now();
      announce();
      controller.abort(new Interrupted("interrupted"));
    } else if (performance.now() - first > SAME_PRESS_MILLISECONDS) {
      leave();
      Deno.exit(exitCodes.interrupted);
    }
  };
  Deno.addSignalListener("SIGINT", interrupt);
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", interrupt);
  return controller.signal;
}
