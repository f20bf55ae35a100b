// Rebuilds _tables.ts: deno run -A packages/tokenizer/unicode/_build_tables.ts
//
// A JavaScript engine's own tables move with its version, so token ids would too. Hugging Face's
// tokenizers 0.23 mixes four versions of Unicode, one from each of its dependencies; which, was found by
// asking it about every code point; `deno task bench tokenizer unicode` asks again.
//
// The npm packages that the tables come from are large (128 MB), so they are no dependency of the
// workspace: the script starts itself anew without its configuration, lock file and node_modules.

/** The class of characters of a table, and the version it is taken from. */
interface Source {
  name: string;
  version: "8.0.0" | "9.0.0" | "16.0.0" | "17.0.0";
  /** Folders of the package `@unicode/unicode-VERSION`. */
  properties: string[];
  comment: string;
}

const SOURCES: Source[] = [
  {
    name: "LETTER",
    version: "16.0.0",
    properties: ["General_Category/Letter"],
    comment: "`\\p{L}` of Oniguruma.",
  },
  {
    name: "NUMBER",
    version: "16.0.0",
    properties: ["General_Category/Number"],
    comment: "`\\p{N}` of Oniguruma.",
  },
  {
    name: "WHITE_SPACE",
    version: "16.0.0",
    properties: ["Binary_Property/White_Space"],
    comment: "White_Space: it has U+0085 and not U+FEFF, JavaScript's `\\s` the other way round.",
  },
  {
    name: "WORD",
    version: "16.0.0",
    properties: [
      "Binary_Property/Alphabetic",
      "General_Category/Mark",
      "General_Category/Decimal_Number",
      "General_Category/Connector_Punctuation",
      "Binary_Property/Join_Control",
    ],
    comment: "`\\w` of Rust's regular expressions.",
  },
  {
    name: "NUMERIC",
    version: "17.0.0",
    properties: ["General_Category/Number"],
    comment: "`char::is_numeric` of Rust.",
  },
  {
    name: "PUNCTUATION",
    version: "8.0.0",
    properties: ["General_Category/Punctuation"],
    comment: "General category P.",
  },
  {
    name: "NONSPACING_MARK",
    version: "8.0.0",
    properties: ["General_Category/Nonspacing_Mark"],
    comment: "General category Mn.",
  },
  {
    name: "CONTROL",
    version: "8.0.0",
    properties: [
      "General_Category/Control",
      "General_Category/Format",
      "General_Category/Private_Use",
    ],
    comment: "General categories Cc, Cf and Co.",
  },
  {
    name: "MARK",
    version: "9.0.0",
    properties: ["General_Category/Mark"],
    comment: "General category M.",
  },
  {
    name: "NORMALIZED_AS_IS",
    version: "9.0.0",
    properties: ["General_Category/Unassigned"],
    comment: "Unassigned: normalisation forms leave these alone.",
  },
];

const CASE_VERSION = "17.0.0";
const SCRIPT_VERSION = "9.0.0";

/** Marks the process in which the tables are built. */
const APART = "--apart";

if (import.meta.main) {
  if (Deno.args.includes(APART)) await buildTables();
  else Deno.exit(await runApart());
}

async function runApart(): Promise<number> {
  const flags = ["--no-config", "--no-lock", "--node-modules-dir=none", "--allow-all"];
  const args = ["run", ...flags, new URL(import.meta.url).pathname, APART];
  return (await new Deno.Command(Deno.execPath(), { args }).spawn().status).code;
}

async function buildTables(): Promise<void> {
  let source = "// Made by _build_tables.ts; do not edit.\n" +
    '// A table is a list of ranges: pairs "gap length" in base 36, the gap from the range before.\n';
  for (const { name, version, properties, comment } of SOURCES) {
    const codePoints = new Set<number>();
    for (const property of properties) {
      for (const codePoint of await read<number[]>(version, property)) codePoints.add(codePoint);
    }
    const packed = packRanges([...codePoints].sort((a, b) => a - b));
    source += `\n/** ${comment} Unicode ${version}. */\nexport const ${name} =\n  "${packed}";\n`;
  }
  const lowercase = await read<Map<number, number>>(CASE_VERSION, "Simple_Case_Mapping/Lowercase");
  source +=
    `\n/** Lower-case mappings: "gap length step change" in base 36. Unicode ${CASE_VERSION}. */\n` +
    `export const LOWERCASE =\n  "${packMappings([...lowercase].sort(([a], [b]) => a - b))}";\n`;
  source += `\n/** Scripts: "gap length number" in base 36. Unicode ${SCRIPT_VERSION}. */\n` +
    `export const SCRIPT =\n  "${packScripts(await readScripts())}";\n`;
  await Deno.writeTextFile(new URL("./_tables.ts", import.meta.url), source);
}

async function read<T>(version: string, property: string): Promise<T> {
  return await readFile<T>(version, `${property}/code-points.js`);
}

async function readFile<T>(version: string, path: string): Promise<T> {
  // A computed specifier, so that nobody downloads these who only uses the package.
  const specifier = `npm:@unicode/unicode-${version}@1.6.16/${path}`;
  return (await import(specifier)).default;
}

/** A number for each code point's script; those of Japanese have that of Han. */
async function readScripts(): Promise<[codePoint: number, script: number][]> {
  const { Script: names } = await readFile<{ Script: string[] }>(SCRIPT_VERSION, "index.js");
  const known = names.filter((name) => name !== "Unknown").sort();
  const scripts: [number, number][] = [];
  for (const name of known) {
    const isJapanese = name === "Hiragana" || name === "Katakana";
    const number = known.indexOf(isJapanese ? "Han" : name);
    for (const codePoint of await read<number[]>(SCRIPT_VERSION, `Script/${name}`)) {
      // What makes a vowel long is common to Hiragana and Katakana.
      scripts.push([codePoint, codePoint === 0x30fc ? known.indexOf("Han") : number]);
    }
  }
  return scripts.sort(([a], [b]) => a - b);
}

function packScripts(scripts: [codePoint: number, script: number][]): string {
  const words: string[] = [];
  let end = 0;
  for (let i = 0; i < scripts.length;) {
    const [start, script] = scripts[i]!;
    let next = start;
    while (scripts[i]?.[0] === next && scripts[i]![1] === script) i++, next++;
    words.push(...[start - end, next - start, script].map((number) => number.toString(36)));
    end = next;
  }
  return words.join(" ");
}

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

/** Neighbours that change by the same number share a run; capitals often are every second character. */
function packMappings(mappings: [from: number, to: number][]): string {
  const words: string[] = [];
  let end = 0;
  for (let i = 0; i < mappings.length;) {
    const [start, to] = mappings[i]!;
    const change = to - start;
    const next = mappings[i + 1];
    const step = next && next[1] - next[0] === change && next[0] - start <= 2 ? next[0] - start : 1;
    let length = 0;
    while (
      i < mappings.length && mappings[i]![0] === start + length * step &&
      mappings[i]![1] - mappings[i]![0] === change
    ) i++, length++;
    words.push(...[start - end, length, step, change].map((number) => number.toString(36)));
    end = start + (length - 1) * step;
  }
  return words.join(" ");
}
