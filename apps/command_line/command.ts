// What a command is.

/** A command: its arguments in, its exit code out. */
export interface Command {
  /** What it does, in a few words. */
  summary: string;
  /** Loads it; commands are loaded when they are called. */
  load: () => Promise<CommandModule>;
}

/** The module of a command. */
export interface CommandModule {
  /**
   * Runs it.
   *
   * @param args Its arguments.
   * @returns Its exit code.
   * @throws {UsageError} One line, where the arguments make no sense.
   * @throws {Error} One line, where something else goes wrong.
   */
  run(args: string[]): Promise<number>;
}
