// The process of the peer, started again whenever it has ended by a panic.
import type { Line, Question } from "./peer_process.ts";

/** Flags with which the peer comes neither into the lock file nor into node_modules. */
const APART = ["--no-check", "--no-lock", "--node-modules-dir=none"];

/** Hugging Face's tokenizers in a process of its own. */
export class Peer {
  #process: Deno.ChildProcess | undefined;
  #writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>> | undefined;
  #lines: AsyncGenerator<string> | undefined;

  /**
   * The answers to a question, a line a text; undefined for a text at which the process ended, and then
   * the texts after it are asked of a new one.
   */
  async ask({ file, texts }: Question): Promise<(Line | undefined)[]> {
    const answers: (Line | undefined)[] = [];
    while (answers.length < texts.length) {
      this.#start();
      const question = JSON.stringify({ file, texts: texts.slice(answers.length) });
      try {
        await this.#writer!.write(new TextEncoder().encode(question + "\n"));
      } catch {
        // It has ended, as the missing answer will tell.
      }
      while (answers.length < texts.length) {
        const { value, done } = await this.#lines!.next();
        if (done) {
          answers.push(undefined);
          await this.stop();
          break;
        }
        const line = JSON.parse(value) as Line;
        answers.push(line);
        if ("refused" in line) return [line];
      }
    }
    return answers;
  }

  #start(): void {
    if (this.#process !== undefined) return;
    this.#process = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", ...APART, new URL("peer_process.ts", import.meta.url).pathname],
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    this.#writer = this.#process.stdin.getWriter();
    this.#lines = splitLines(this.#process.stdout);
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    await this.#writer?.close().catch(() => {});
    await this.#process?.status;
    await this.#lines?.return(undefined);
    this.#process = undefined;
  }
}

async function* splitLines(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}
