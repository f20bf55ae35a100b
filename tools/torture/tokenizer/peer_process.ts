// Hugging Face's tokenizers, asked through standard input: a line a tokenizer and its texts, and an answer
// a line for each text. Its Rust code ends the process where it panics.

/** What is asked. */
export interface Question {
  /** A tokenizer.json. */
  file: unknown;
  /** Texts, each with a second one or null. */
  texts: [text: string, pair: string | null][];
}

/** What a tokenizer makes of a text. */
export interface Answer {
  ids: number[];
  offsets: [start: number, end: number][];
  typeIds: number[];
  specialTokensMask: number[];
  attentionMask: number[];
  decoded: string;
  decodedPlain: string;
}

/** A line: an answer, or why there is none. */
export type Line = { answer: Answer } | { refused: string } | { failed: string };

async function* readLines(): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}

function reply(line: Line): void {
  const bytes = new TextEncoder().encode(JSON.stringify(line) + "\n");
  for (let at = 0; at < bytes.length;) at += Deno.stdout.writeSync(bytes.subarray(at));
}

if (import.meta.main) {
  const specifier = "npm:tokenizers@0.23.2";
  const { Tokenizer } = await import(specifier);
  for await (const line of readLines()) {
    const { file, texts } = JSON.parse(line) as Question;
    let tokenizer;
    try {
      tokenizer = Tokenizer.fromString(JSON.stringify(file));
    } catch (error) {
      reply({ refused: String(error) });
      continue;
    }
    for (const [text, pair] of texts) {
      try {
        const encoding = await tokenizer.encode(text, pair);
        const ids = encoding.getIds();
        const decode = (skip: boolean) => ids.length > 0 ? tokenizer.decode(ids, skip) : "";
        reply({
          answer: {
            ids,
            offsets: encoding.getOffsets(),
            typeIds: encoding.getTypeIds(),
            specialTokensMask: encoding.getSpecialTokensMask(),
            attentionMask: encoding.getAttentionMask(),
            decoded: await decode(false),
            decodedPlain: await decode(true),
          },
        });
      } catch (error) {
        reply({ failed: String(error) });
      }
    }
  }
}
