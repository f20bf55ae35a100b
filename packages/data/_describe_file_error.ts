/**
 * One clear line for what the operating system refuses.
 * @module
 */

import { UnreadableError } from "@sluice/files";

/**
 * Makes an error that a user understands of one that a file operation threw.
 *
 * @param error What was thrown.
 * @param path The file or folder.
 * @param action What was tried, such as "read" or "write".
 */
export function describeFileError(
  error: unknown,
  path: string | URL,
  action: "read" | "write",
): Error {
  if (error instanceof UnreadableError && !error.isMissing) return error;
  const { code, message } = error as { code?: string; message?: string };
  const isMissing = error instanceof UnreadableError || error instanceof Deno.errors.NotFound;
  if (isMissing || code === "ENOENT") {
    return new Error(`${path} does not exist`, { cause: error });
  }
  if (error instanceof Deno.errors.NotCapable) {
    return new Error(`cannot ${action} ${path}: Deno was started without --allow-${action}`, {
      cause: error,
    });
  }
  if (error instanceof Deno.errors.PermissionDenied || code === "EACCES" || code === "EPERM") {
    return new Error(`cannot ${action} ${path}: permission denied`, { cause: error });
  }
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new Error(`cannot ${action} ${path}: the disk is full`, { cause: error });
  }
  return new Error(`cannot ${action} ${path}: ${(message ?? `${error}`).split("\n")[0]}`, {
    cause: error,
  });
}
