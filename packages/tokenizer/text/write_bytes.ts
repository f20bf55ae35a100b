// Writes the bytes of a text as characters.

import { bytesToAlphabet } from "../byte_alphabet.ts";
import type { AlignedText } from "./aligned_text.ts";

const textEncoder = new TextEncoder();

/** Writes each byte of UTF-8 as a character of GPT-2's byte alphabet, in place. */
export function writeBytes(text: AlignedText): void {
  if (text.isAligned) text.map((character) => bytesToAlphabet(textEncoder.encode(character)));
  else text.text = bytesToAlphabet(textEncoder.encode(text.text));
}
