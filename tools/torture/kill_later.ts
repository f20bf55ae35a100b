/**
 * Sends a signal to a process after a while, unless it has ended by then.
 *
 * @returns What takes that back.
 */
export function killLater(
  child: Deno.ChildProcess,
  signal: Deno.Signal,
  milliseconds: number,
): () => void {
  const timer = setTimeout(() => {
    try {
      child.kill(signal);
    } catch {
      // It has ended.
    }
  }, milliseconds);
  return () => clearTimeout(timer);
}
