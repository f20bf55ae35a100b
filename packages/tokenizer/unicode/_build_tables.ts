// Rebuilds _tables.ts: deno run -A packages/tokenizer/unicode/_build_tables.ts
//
// Hugging Face's tokenizers 0.23 takes \p{L}, \p{N} and \s from Oniguruma, whose tables are those of
// Unicode 16.0; an engine's own tables move with its version, so token ids would too.

const VERSION = "16.0.0";

/** Ranges as pairs "gap length" in base 36, gap counted from the end of the range before. */
function packRanges(codePoints: number[]): string {
  const words: string[] = [];
  let end = 0;
  for (let i = 0; i < codePoints.length;) {
    const start = codePoints[i]!;
    let next = start;
    while (codePoints[i] === next) i++, next++;
    words.push((start - end).toString(36), (next - start).toString(36));
    end = next;
  }
  return words.join(" ");
}

async function read(property: string): Promise<number[]> {
  // A computed specifier, so that nobody downloads it who only uses the package.
  const specifier = `npm:@unicode/unicode-${VERSION}@1.6.16/${property}/code-points.js`;
  const { default: codePoints } = await import(specifier);
  return codePoints as number[];
}

if (import.meta.main) {
  const tables: [name: string, property: string, comment: string][] = [
    ["LETTER", "General_Category/Letter", "General category L."],
    ["NUMBER", "General_Category/Number", "General category N."],
    ["WHITE_SPACE", "Binary_Property/White_Space", "Property White_Space."],
  ];
  let source = `// Made by _build_tables.ts from Unicode ${VERSION}; do not edit.\n` +
    `// Each table is a list of ranges: pairs "gap length" in base 36.\n\n` +
    `/** The version of Unicode that the tables come from. */\n` +
    `export const UNICODE_VERSION = "${VERSION}";\n`;
  for (const [name, property, comment] of tables) {
    source += `\n/** ${comment} */\nexport const ${name} =\n  "${
      packRanges(await read(property))
    }";\n`;
  }
  await Deno.writeTextFile(new URL("./_tables.ts", import.meta.url), source);
}
