// Reads a text file, with one-line errors that name it as the caller does.

/** The text of a file. */
export async function readText(path: string, where: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw new Error(`${where}: no such file`, { cause: error });
    }
    // Deno ends its message with the call and the path, which `where` says already.
    const reason = (error as Error).message.replace(/: readfile '.*'$/s, "");
    throw new Error(`${where}: cannot be read: ${reason}`, { cause: error });
  }
}
