// A run that is kept in the memory: for pages, and for trying things.
import type { RunContents, RunFile, RunStorage } from "./run_storage.ts";

/**
 * Keeps a run's files in the memory.
 *
 * @example
 * ```ts
 * import { MemoryStorage } from "@sluice/runs";
 * import { assertEquals } from "@std/assert";
 *
 * const storage = new MemoryStorage("lstm-1");
 * await storage.publish({ "run.json": "{}" });
 * assertEquals(await storage.read("run.json"), new TextEncoder().encode("{}"));
 * ```
 */
export class MemoryStorage implements RunStorage {
  /** The run's name. */
  readonly id: string;
  readonly #files: Map<RunFile, Uint8Array> = new Map();

  /** A run without files. */
  constructor(id: string) {
    this.id = id;
  }

  /** What messages call it. */
  get location(): string {
    return this.id;
  }

  /** A copy of a file's bytes; undefined where there is none. */
  read(file: RunFile): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.#files.get(file)?.slice());
  }

  /** Takes copies of files, all at once. */
  publish(contents: RunContents): Promise<void> {
    for (const [file, content] of Object.entries(contents)) {
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
      this.#files.set(file as RunFile, bytes.slice());
    }
    return Promise.resolve();
  }
}
