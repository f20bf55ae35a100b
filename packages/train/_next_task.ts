// Lets the event loop run: signals, timers, other callers.

// A pause costs milliseconds, so there is one at most this often.
const INTERVAL_MILLISECONDS = 100;

let last = 0;

/** Resolves in a later task, or at once where the event loop has had its turn a moment ago. */
export async function nextTask(): Promise<void> {
  const now = performance.now();
  if (now - last < INTERVAL_MILLISECONDS) return;
  await new Promise((resolve) => setTimeout(resolve, 0));
  last = performance.now();
}
