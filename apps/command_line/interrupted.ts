// The user asked to stop: exit code 130.

/** The reason of an aborted signal where the user asked to stop. */
export class Interrupted extends Error {
  /** The error's name. */
  override name = "Interrupted";
}
