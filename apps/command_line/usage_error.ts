// What the user asked for cannot be understood: exit code 2.

/** An error in the command line or in a configuration file. Its message is one line. */
export class UsageError extends Error {
  /** The error's name. */
  override name = "UsageError";
}
