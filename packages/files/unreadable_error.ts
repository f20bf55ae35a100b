/** A file cannot be read, or is not to be read. The message is one line: which file, and why. */
export class UnreadableError extends Error {
  /** The error's name. */
  override name = "UnreadableError";
  /** The file, as the message calls it. */
  readonly path: string;
  /** Why: the message without the file. */
  readonly reason: string;
  /** Whether there is simply nothing under this name. */
  readonly isMissing: boolean;

  /**
   * An error that says so.
   *
   * @param path The file, as the message is to call it.
   * @param reason Why, in a few words.
   */
  constructor(path: string, reason: string, options?: ErrorOptions & { isMissing?: boolean }) {
    super(`${path}: ${reason}`, options);
    this.path = path;
    this.reason = reason;
    this.isMissing = options?.isMissing ?? false;
  }
}

/** Makes such an error of what a file operation threw; one that is such an error already stays itself. */
export function asUnreadable(error: unknown, path: string): UnreadableError {
  if (error instanceof UnreadableError) return error;
  const { code, message } = error as { code?: string; message?: string };
  if (error instanceof Deno.errors.NotFound || code === "ENOENT" || code === "ENOTDIR") {
    return new UnreadableError(path, "no such file", { cause: error, isMissing: true });
  }
  if (error instanceof Deno.errors.NotCapable) {
    return new UnreadableError(path, "Deno was started without --allow-read for it", {
      cause: error,
    });
  }
  if (error instanceof Deno.errors.PermissionDenied || code === "EACCES" || code === "EPERM") {
    return new UnreadableError(path, "no permission to read it", { cause: error });
  }
  // Deno ends its messages with the call and the path, which is said already.
  const reason = (message ?? String(error)).split("\n")[0]!.replace(/: \w+ '.*'$/, "");
  return new UnreadableError(path, `cannot be read: ${reason}`, { cause: error });
}
