// GPT-2's byte alphabet: every byte has a printable character, so that a vocabulary of byte strings
// can be written as text.

/** The character for each byte; bytes that print as themselves keep their own. */
export const BYTE_TO_CHARACTER: readonly string[] = buildAlphabet();

/** The byte for each character (by its code unit) of {@linkcode BYTE_TO_CHARACTER}. */
export const CHARACTER_TO_BYTE: ReadonlyMap<string, number> = new Map(
  BYTE_TO_CHARACTER.map((character, byte) => [character, byte]),
);

function buildAlphabet(): string[] {
  const alphabet: string[] = [];
  let substitute = 256;
  for (let byte = 0; byte < 256; byte++) {
    const prints = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte !== 0xad);
    alphabet.push(String.fromCharCode(prints ? byte : substitute++));
  }
  return alphabet;
}

/** Writes bytes in the byte alphabet. */
export function bytesToAlphabet(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += BYTE_TO_CHARACTER[byte];
  return text;
}
