import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { loadDataset, type LoadDatasetOptions } from "../load_dataset.ts";
import type { TableOptions } from "./format.ts";
import parquet from "./rows/_parquet_fixture.json" with { type: "json" };

/** Loads what a file of a name would hold. */
async function load(
  name: string,
  content: string | Uint8Array<ArrayBuffer>,
  table: TableOptions = {},
  options: LoadDatasetOptions = {},
) {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/${name}`;
    if (typeof content === "string") await Deno.writeTextFile(path, content);
    else await Deno.writeFile(path, content);
    const { test = table.test, ...rest } = { ...table, ...(table.test === "" && { test: path }) };
    return await loadDataset(path, {
      clean: false,
      ...options,
      table: { ...rest, ...(test === undefined ? {} : { test }) },
    });
  } catch (error) {
    throw new Error((error as Error).message.replaceAll(`${folder}/`, ""), { cause: error });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The texts and labels of all rows. */
async function rowsOf(
  name: string,
  content: string | Uint8Array<ArrayBuffer>,
  table?: TableOptions,
) {
  // The same file to test on, so that none is held out.
  const { labels, train } = await load(name, content, { ...table, test: "" });
  return train.map(({ text, label }) => [text, labels[label]!]);
}

async function gzip(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

Deno.test("CSV: a byte-order mark, quotes, line breaks in quotes, an empty text", async () => {
  const rows =
    '1,"A ""great"" film, really",positive\r\n2,"two lines\nof one review",negative\r\n' +
    '3,"",negative\r\n4,plain,positive\r\n';
  assertEquals(
    await rowsOf("quoted.csv", "\ufeffno,review,sentiment\r\n" + rows),
    [
      ['A "great" film, really', "positive"],
      ["two lines\nof one review", "negative"],
      ["", "negative"],
      ["plain", "positive"],
    ],
  );
});

Deno.test("CSV: delimiters are found, columns by their names, without a header by their numbers", async () => {
  const french = [["un film ; superbe", "bien"], ["ennuyeux", "mal"], ["l'été", "bien"]] as [
    string,
    string,
  ][];
  const semicolons = 'bien;"un film ; superbe"\nmal;ennuyeux\nbien;"l\'été"\n';
  assertEquals(await rowsOf("a.csv", "Sentiment;Text\n" + semicolons), french);
  assertEquals(
    await rowsOf("a.tsv", "Sentiment\tText\n" + ("x\ta, b; c|d\ny\te\n")),
    [["a, b; c|d", "x"], ["e", "y"]],
  );
  const news = '"3","Wall St. Bears","Short-sellers."\n"1","Talks resume","Envoys met."\n';
  assertEquals(
    await rowsOf("a.csv", news, { header: false, text: "2,3", label: "1" }),
    [["Wall St. Bears Short-sellers.", "3"], ["Talks resume Envoys met.", "1"]],
  );
  assertEquals(
    await rowsOf("a.csv", "a,b#c\n" + ("x#1\ny#2\n"), {
      delimiter: "#",
      text: "a,b",
      label: "c",
    }),
    [["x", "1"], ["y", "2"]],
  );
});

Deno.test("JSON Lines, a list in JSON, fastText's lines, and what is compressed", async () => {
  const lines =
    '{"text":"good","label":"pos","more":1}\n\n{"text":"caf\\u00e9 \ud83d\ude00","label":"neu"}\r\n' +
    '{"label":"neg","text":"bad\\nvery bad"}\n{"text":"one","label":1}\n{"text":"no","label":false}\n';
  const found = [
    ["good", "pos"],
    ["café 😀", "neu"],
    ["bad\nvery bad", "neg"],
    ["one", "1"],
    ["no", "false"],
  ];
  assertEquals(await rowsOf("a.jsonl", lines), found);
  assertEquals(await rowsOf("a.jsonl.gz", await gzip(lines)), found);
  assertEquals(await rowsOf("a.txt", lines), found);
  const list = `[${lines.split("\n").filter((line) => line.trim()).join(",")}]`;
  assertEquals(await rowsOf("a.json", list), found);
  assertEquals(
    await rowsOf("a.txt", "__label__cooking How much ?\n__label__baking  Which dish ?\n"),
    [["How much ?", "cooking"], ["Which dish ?", "baking"]],
  );
});

// Written by pyarrow 25: five rows in two groups, labels as numbers that Hugging Face's metadata name.
Deno.test("Parquet: any compression, class names, missing texts", async () => {
  for (const compression of ["none", "snappy", "gzip", "brotli", "zstd", "lz4"] as const) {
    const bytes = Uint8Array.fromBase64(parquet[compression]);
    assertEquals(await rowsOf("a.parquet", bytes), [
      ["a fine film", "good"],
      ["dull", "bad"],
      ["two\nlines", "bad"],
      ["café 😀", "good"],
      ["", "bad"],
    ], compression);
  }
  const missing = Uint8Array.fromBase64(parquet.missing);
  await assertRejects(
    () => rowsOf("a.parquet", missing),
    Error,
    'a.parquet: row 2: "text": expected a text, got null; mend it, or leave such out',
  );
  assertEquals(await rowsOf("a.parquet", missing, { onBadRow: "skip" }), [["a", "x"], ["c", "y"]]);
  const bytes = Uint8Array.fromBase64(parquet.snappy);
  for (let size = 4; size < bytes.length; size += 97) {
    const error = await assertRejects(() => rowsOf("a.parquet", bytes.slice(0, size)), Error);
    assertEquals(error.message, "cannot read a.parquet: it is no Parquet file, or damaged");
  }
});

Deno.test("UTF-16 is known by its mark, other encodings by their names", async () => {
  const text = "text,label\n" + ("é,a\nü,b\n");
  const utf16 = new Uint8Array(Uint16Array.from("\ufeff" + text, (it) => it.charCodeAt(0)).buffer);
  assertEquals(await rowsOf("a.csv", utf16), [["é", "a"], ["ü", "b"]]);
  const latin1 = Uint8Array.from(text, (it) => it.charCodeAt(0));
  assertEquals(
    await rowsOf("a.csv", latin1, { encoding: "windows-1252" }),
    [["é", "a"], ["ü", "b"]],
  );
});

Deno.test("any rows come back from CSV, from JSON Lines and from a list", async () => {
  const text = fc.string({ unit: fc.constantFrom(..."ab \",;\n\t'é😀|"), maxLength: 12 });
  const rows = fc.array(fc.record({ text, label: fc.constantFrom("x", "y z") }), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(rows, fc.constantFrom(",", ";", "\t"), async (random, delimiter) => {
      const all = [
        ...random,
        ...["x", "x", "y z", "y z"].map((label, i) => ({ text: `${i}`, label })),
      ];
      const quote = (field: string) => `"${field.replaceAll('"', '""')}"`;
      const csv = all.map((row) => [row.label, row.text].map(quote).join(delimiter) + "\n").join(
        "",
      );
      const json = all.map((row) => JSON.stringify(row));
      const found = all.map((row) => [row.text, row.label]);
      assertEquals(await rowsOf("a.csv", `label${delimiter}text\n${csv}`), found);
      assertEquals(await rowsOf("a.jsonl", json.join("\n")), found);
      assertEquals(await rowsOf("a.json", `[${json}]`), found);
    }),
    { numRuns: 30 },
  );
});

Deno.test("rows to test on are held out by the seed, of each class its share, and no text on both sides", async () => {
  const lines = Array.from(
    { length: 1000 },
    (_, i) => JSON.stringify({ text: `text ${i % 700}`, label: i % 700 < 600 ? "often" : "rare" }),
  ).join("\n");
  const { train, test, labels, howRead } = await load("a.jsonl", lines, { testShare: 0.3 });
  assertEquals(labels, ["often", "rare"]);
  assertEquals([train.length, test.length], [700, 300]);
  const rare = (examples: typeof test) => examples.filter(({ label }) => label === 1).length;
  assertEquals([rare(train), rare(test)], [70, 30]);
  const texts = new Set(train.map(({ text }) => text));
  assertEquals(test.filter(({ text }) => texts.has(text)), []);
  assertEquals(
    howRead!.replace(/^.*[/]/, ""),
    "a.jsonl: JSON Lines; text: text; label: label; 1,000 rows\n300 of the rows are held out to test " +
      "on, of each class its share (--test-share 0.3; or give rows to test on: --test FILE)",
  );
  const again = await load("a.jsonl", lines, { testShare: 0.3 });
  assertEquals(again.fingerprint, (await load("a.jsonl", lines, { testShare: 0.3 })).fingerprint);
  const other = await load("a.jsonl", lines, { testShare: 0.3, seed: 2 });
  assert(again.fingerprint !== other.fingerprint);
});

Deno.test("a file to test on has its own rows; ids are the rows' own where they are names", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/train.csv`, "id,text,label\n7,a,x\n8,b,y\n9,c,y\n");
    await Deno.writeTextFile(
      `${folder}/test.jsonl`,
      '{"text":"d","label":"y"}\n{"text":"e","label":"x"}',
    );
    const table = { test: `${folder}/test.jsonl` };
    const { train, test } = await loadDataset(`${folder}/train.csv`, { table });
    assertEquals(train.map(({ id }) => id), ["train/7", "train/8", "train/9"]);
    assertEquals(test, [{ id: "test/1", text: "d", label: 1 }, {
      id: "test/2",
      text: "e",
      label: 0,
    }]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("rows that cannot be read are refused with their places, or left out and counted", async () => {
  const bad = "text,label\na,x\nb\nc,\nd,y\ne,x\nf,y\ng,x\nh,y\n";
  const { train, test, skippedCount, howRead } = await load("a.csv", bad, {
    onBadRow: "skip",
    testShare: 0.4,
  });
  assertEquals([train.length + test.length, skippedCount], [6, 2]);
  assert(howRead!.includes("; 6 rows, 2 more skipped, which cannot be read\n"), howRead);
  const json = (line: string) => `{"text":"a","label":"x"}\n${line}\n`;
  const mend = "; mend it, or leave such out: --on-bad-row skip";
  const cases: [name: string, content: string, message: string, table?: TableOptions][] = [
    ["a.csv", bad, `a.csv: row 2: it has 1 fields, where there are 2 columns${mend}`],
    ["a.csv", "text,label\na,x\nb,\n", `a.csv: row 2: "label": expected a label, got ""${mend}`],
    ["a.csv", 'text,label\na,x\nb "c",y\n', 'a.csv: line 3: a " within a field that does not'],
    ["a.csv", 'text,label\na,x\n"b,y\n', "a.csv: line 3: the quotes of a field do not match"],
    ["a.csv", "text,text\na,x\n", 'a.csv: two columns are called "text"'],
    ["a.csv", "\n \n", "a.csv holds no rows"],
    [
      "a.csv",
      "one,two\na,x\n",
      'a.csv: which column holds the text? --text COLUMN; it has "one", "two"',
    ],
    [
      "a.csv",
      "text,two\na,x\n",
      'a.csv: which column holds the label? --label COLUMN; it has "text"',
    ],
    ["a.csv", "a,b\na,x\n", 'a.csv has no column "c" (--text); it has "a", "b"', { text: "c" }],
    ["a.csv", "a,b\na,x\n", 'a.csv has no column "c" (--label)', { text: "a", label: "c" }],
    ["a.csv", "text,label\na,x\nb,x\n", "of one class only: 2 x"],
    ["a.csv", 'text,label\na,"x\ny"\n', "of one class only: 1 x\\u{a}y; add"],
    [
      "a.csv",
      "text,label\na,x\nb,y\n",
      "a.csv: there are too few different texts of each class to",
    ],
    ["a.jsonl", json("{"), `a.jsonl: line 2: it is not valid JSON${mend}`],
    ["a.jsonl", json("[1]"), `a.jsonl: line 2: it is no object${mend}`],
    [
      "a.jsonl",
      json('\n{"text":1,"label":"x"}'),
      'a.jsonl: line 3: "text": expected a text, got 1',
    ],
    ["a.jsonl", json('{"label":"x"}'), 'a.jsonl: line 2: "text": expected a text, got nothing'],
    ["a.jsonl", json('{"text":"b"}'), 'a.jsonl: line 2: "label": expected a label, got nothing'],
    ["a.jsonl", json('{"text":"b","label":null}'), '"label": expected a label, got null'],
    ["a.jsonl", json('{"text":"b","label":{"a":1}}'), '"label": expected a label, got {"a":1}'],
    ["a.jsonl", json('{"__proto__":{"text":"b"},"label":"x"}'), "expected a text, got nothing"],
    ["a.jsonl", "", "a.jsonl holds no rows"],
    ["a.json", '[{"text":"a"', "a.json: not valid JSON (is it cut short?)"],
    ["a.json", "[]", "a.json holds no rows"],
    ["a.json", "3", "a.json: expected a list of objects"],
    ["a.json", '[{"text":"a","label":"x"},4]', `a.json: row 2: it is no object${mend}`],
    ["a.txt", "__label__a b\nc\n", "a.txt: line 2: it does not begin with __label__"],
    [
      "a.txt",
      "__label__a __label__b c\n",
      "a.txt: line 1: it has 2 labels (a, b), where one is expected",
    ],
    [
      "a.txt",
      "a text\n",
      "a.txt is of no kind that can be read: expected a .tar.gz file, a folder, or",
    ],
    ["a.csv", "text,label\na,x\n", "exclude each other", { test: "b.csv", testShare: 0.5 }],
    ["a.csv", "text,label\na,x\n", 'there are no data at "nowhere.csv"', { test: "nowhere.csv" }],
  ];
  for (const [name, content, message, table] of cases) {
    const error = await assertRejects(() => load(name, content, table), Error);
    assert(error.message.includes(message), `${error.message}\n${message}`);
    assert(!/[\n\r]/.test(error.message), error.message);
  }
  const latin1 = Uint8Array.from("text,label\né,x\n", (it) => it.charCodeAt(0));
  await assertRejects(
    () => load("a.csv", latin1),
    Error,
    "cannot read a.csv: not UTF-8; name its encoding",
  );
  await assertRejects(
    () => load("a.csv.gz", latin1),
    Error,
    "cannot read a.csv.gz: not a whole gzip file",
  );
  const cut = (await gzip("text,label\n" + "a,x\nb,y\n".repeat(999))).slice(0, 40);
  await assertRejects(
    () => load("a.csv.gz", cut),
    Error,
    "cannot read a.csv.gz: not a whole gzip file",
  );
  await assertRejects(
    () => loadDataset("sample", { table: { onBadRow: "skip" } }),
    Error,
    "--on-bad-row goes with a file of rows (.csv, .jsonl, ...), which sample is not",
  );
});

Deno.test("a few megabytes that unpack to gigabytes are refused, and so are rows without end", async () => {
  const spaces = await gzip(`[${" ".repeat(450 * 2 ** 20)}`);
  const most = "the most that is read";
  await assertRejects(() => load("a.json.gz", spaces), Error, `more than 400 MB, ${most}`);
  await assertRejects(() => load("a.jsonl.gz", spaces), Error, "line 1: more than 16 MB");
  const quote = await gzip(`text,label\n"${`${"a".repeat(1023)}\n`.repeat(80 * 2 ** 10)}`);
  await assertRejects(() => load("a.csv.gz", quote), Error, "a.csv.gz: a row of more than 32 MB");
});

Deno.test("a file to test on is one of rows", async () => {
  const rows = "text,label\na,x\nb,y\n";
  await assertRejects(
    () => load("a.csv", rows, { test: new URL(import.meta.url).pathname }),
    Error,
    "is no file of rows: expected .csv",
  );
  const folder = new URL(".", import.meta.url).pathname;
  await assertRejects(
    () => loadDataset(folder, { table: { text: "x" } }),
    Error,
    "--text goes with",
  );
});
