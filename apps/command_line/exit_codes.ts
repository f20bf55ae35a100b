// How a command ends.

/** The exit codes of all commands. */
export const exitCodes = {
  /** It did what was asked. */
  done: 0,
  /** Something went wrong. */
  failed: 1,
  /** What was asked cannot be understood; nothing was done. */
  badUsage: 2,
  /** The user stopped it. */
  interrupted: 130,
} as const;
