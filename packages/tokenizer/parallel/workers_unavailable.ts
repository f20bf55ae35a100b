// What happens where workers cannot be had: one thread does the work, and a notice says why.

/** Workers cannot start; the message says why. */
export class WorkersUnavailable extends Error {
  override name = "WorkersUnavailable";
}

const shown = new Set<string>();

/** Tells that one thread does the work; on the console once. */
export function giveNotice(reason: string, onNotice?: (notice: string) => void): void {
  const notice = `tokenizer: one thread does the work, since workers cannot start: ${reason}`;
  if (onNotice !== undefined) onNotice(notice);
  else if (!shown.has(notice)) {
    shown.add(notice);
    console.warn(notice);
  }
}
