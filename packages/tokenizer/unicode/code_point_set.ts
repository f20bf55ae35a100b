// Sets of code points from the packed tables.

/** Calls `visit(start, end)` for each range (end excluded) of a packed table. */
export function forEachRange(packed: string, visit: (start: number, end: number) => void): void {
  const words = packed.split(" ");
  let end = 0;
  for (let i = 0; i + 1 < words.length; i += 2) {
    const start = end + parseInt(words[i]!, 36);
    end = start + parseInt(words[i + 1]!, 36);
    visit(start, end);
  }
}

/** The test for membership in a packed table; the table is unpacked at the first call. */
export function codePointSet(packed: string): (codePoint: number) => boolean {
  let bits: Uint8Array | undefined;
  return (codePoint) => {
    bits ??= unpack(packed);
    return (bits[codePoint >>> 3]! >>> (codePoint & 7) & 1) === 1;
  };
}

function unpack(packed: string): Uint8Array {
  const bits = new Uint8Array(0x110000 / 8);
  forEachRange(packed, (start, end) => {
    for (let codePoint = start; codePoint < end; codePoint++) {
      bits[codePoint >>> 3]! |= 1 << (codePoint & 7);
    }
  });
  return bits;
}

/** A packed table as the inside of a bracket expression of a regular expression with flag `u`. */
export function toCharacterClass(packed: string): string {
  let source = "";
  forEachRange(packed, (start, end) => {
    source += `\\u{${start.toString(16)}}`;
    if (end - start > 1) source += `-\\u{${(end - 1).toString(16)}}`;
  });
  return source;
}
