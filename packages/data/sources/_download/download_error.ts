/**
 * What goes wrong between here and a server, as opposed to on this machine's disk.
 * @module
 */

/** The network, the server or what it sent is at fault; another try may go better. */
export class DownloadError extends Error {
  override readonly name = "DownloadError";
}

/** What a failed request says of its reason, without the address, which the message names already. */
export function describeNetworkError(error: unknown): string {
  if (error instanceof Deno.errors.NotCapable) return "Deno was started without --allow-net";
  // The reason is the innermost error: the outer ones only say that fetching failed.
  let inner = error;
  while (inner instanceof Error && inner.cause !== undefined) inner = inner.cause;
  const message = inner instanceof Error ? inner.message : `${inner}`;
  return message.replace(/^.*?client error \(\w+\): /s, "").split("\n")[0] as string;
}
