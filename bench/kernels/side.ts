/**
 * One side of a comparison: a process that answers questions line by line.
 *
 * @module
 */
import { TextLineStream } from "./_text_lines.ts";
import type { Case } from "./cases.ts";

/** What a step is: with gradient and Adam, or the output alone. */
export type Mode = "train" | "infer";

/** What a side answers. */
export interface Answer {
  /** Of each step. */
  milliseconds: number[];
  /** The most memory that the process has had, where the system tells. */
  peakMebibytes: number | null;
}

/** A process that measures. */
export class Side {
  readonly #process: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: ReadableStreamDefaultReader<string>;

  constructor(command: string, parameters: string[]) {
    this.#process = new Deno.Command(command, {
      args: parameters,
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    this.#writer = this.#process.stdin.getWriter();
    this.#lines = this.#process.stdout.pipeThrough(new TextLineStream()).getReader();
  }

  /** The first line that the process prints; undefined where it ends without one. */
  async greeting(): Promise<{ version: string } | undefined> {
    const { value } = await this.#lines.read();
    return value === undefined ? undefined : JSON.parse(value);
  }

  /** What some steps took. */
  async measure(c: Case, mode: Mode, repeats: number): Promise<Answer> {
    const request = JSON.stringify({ case: c, mode, repeats }) + "\n";
    await this.#writer.write(new TextEncoder().encode(request));
    const { value } = await this.#lines.read();
    if (value === undefined) throw new Error("a side of the comparison ended early");
    return JSON.parse(value) as Answer;
  }

  /** Ends the process. */
  async close(): Promise<void> {
    await this.#writer.close();
    await this.#process.status;
  }
}
