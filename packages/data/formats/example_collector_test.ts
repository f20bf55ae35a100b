import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { ExampleCollector, LAYOUTS } from "./example_collector.ts";
import { recognisePath } from "./recognise_path.ts";
import type { Splits } from "./splits.ts";

type Files = Record<string, string | Uint8Array>;

function collect(files: Files | readonly (readonly [string, string | Uint8Array])[]): Splits {
  const collector = new ExampleCollector("DATA");
  for (const [path, content] of Array.isArray(files) ? files : Object.entries(files)) {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    collector.add(path, bytes);
  }
  return collector.finish();
}

function refusal(files: Parameters<typeof collect>[0]): string {
  const { message } = assertThrows(() => collect(files), Error);
  assertEquals(message.split("\n").length, 1, message);
  return message;
}

const THREE: Files = {
  "train/sport/2.txt": "A goal.",
  "train/sport/10.txt": "A draw.",
  "train/politics/1.txt": "A vote.",
  "train/weather/1.txt": "Rain.",
  "test/weather/1.txt": "Snow.",
  "test/sport/1.txt": "A match.",
};

/** Files of two to five classes, one example a file or a line, under any folder. */
const datasetArbitrary = fc.record({
  root: fc.constantFrom("", "data/", "a/b/"),
  classes: fc.uniqueArray(
    fc.constantFrom("neg", "pos", "neutral", "sport", "sci.space", "3", "12", "été"),
    { minLength: 2, maxLength: 5 },
  ),
  counts: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 10, maxLength: 10 }),
  byLine: fc.boolean(),
}).map(({ root, classes, counts, byLine }) => {
  const files: [string, string][] = [];
  for (const [place, name] of classes.entries()) {
    for (const [offset, split] of ["train", "test"].entries()) {
      const texts = Array.from(
        { length: counts[2 * place + offset]! },
        (_, index) => `${split} ${name} ${index + 1}`,
      );
      const base = `${root}${split}/${name}`;
      if (byLine) files.push([`${base}.txt`, texts.join("\n")]);
      else {for (const [index, text] of texts.entries()) {
          files.push([`${base}/${index + 1}.txt`, text]);
        }}
    }
  }
  return { files, classes };
});

Deno.test("ExampleCollector gives the same dataset in whatever order files come", () => {
  const known: Record<string, string> = { neg: "negative", pos: "positive" };
  const shuffled = datasetArbitrary.chain(({ files, classes }) =>
    fc.shuffledSubarray(files, { minLength: files.length }).map((order) => ({
      files,
      classes,
      order,
    }))
  );
  fc.assert(fc.property(shuffled, ({ files, classes, order }) => {
    const splits = collect(order);
    assertEquals(splits, collect(files));
    assertEquals([...splits.labels].sort(), classes.map((name) => known[name] ?? name).sort());
    for (const split of ["train", "test"] as const) {
      const labels = splits[split].map(({ label }) => label);
      assertEquals(labels, [...labels].sort((one, other) => one - other));
      for (const { id, text, label } of splits[split]) {
        // Each text says what it must be.
        const [ofSplit, name, number] = text.split(" ") as [string, string, string];
        assertEquals(id, `${ofSplit}/${name}/${number}`);
        assertEquals(ofSplit, split);
        assertEquals(splits.labels[label], known[name] ?? name);
      }
    }
    const all = [...splits.train, ...splits.test];
    assertEquals(new Set(all.map(({ id }) => id)).size, all.length);
  }));
});

Deno.test("ExampleCollector takes any classes, sorted, and numbers in order", () => {
  const { labels, train, test } = collect(THREE);
  assertEquals(labels, ["politics", "sport", "weather"]);
  assertEquals(train.map(({ id, label }) => [id, label]), [
    ["train/politics/1", 0],
    ["train/sport/2", 1],
    ["train/sport/10", 1],
    ["train/weather/1", 2],
  ]);
  assertEquals(test.map(({ text }) => text), ["A match.", "Snow."]);
});

Deno.test("ExampleCollector keeps the order of negative and positive among others", () => {
  const { labels, train } = collect({
    "train/pos.txt": "good",
    "train/neutral.txt": "fair",
    "train/negative.txt": "bad",
    "test/neg": "bad",
    "test/positive": "good",
  });
  assertEquals(labels, ["negative", "neutral", "positive"]);
  assertEquals(train.map(({ id }) => id), ["train/neg/1", "train/neutral/1", "train/pos/1"]);
});

Deno.test("ExampleCollector leaves lists beside folders of classes out, whichever come first", () => {
  const lists: Files = {
    "train/urls_sport.txt": "http://...",
    "train/notes": Uint8Array.of(0xff),
    "test/urls_sport.txt": "http://...",
  };
  assertEquals(collect({ ...lists, ...THREE }), collect(THREE));
  assertEquals(collect({ ...THREE, ...lists }), collect(THREE));
  const collector = new ExampleCollector("DATA");
  assert(collector.wants(recognisePath("train/urls_sport.txt")!));
  collector.add("train/sport/1.txt", new Uint8Array());
  assertEquals(collector.wants(recognisePath("train/urls_sport.txt")!), false);
  assert(collector.wants(recognisePath("train/positive.txt")!));
});

Deno.test("ExampleCollector finds the one dataset among folders that only look like it", () => {
  const files = Object.fromEntries(
    Object.entries(THREE).map(([path, text]) => [`data/${path}`, text]),
  );
  assertEquals(
    collect({ "docs/test/unit/1.txt": "x", ...files, "test/notes.txt": "x" }),
    collect(THREE),
  );
  assertEquals(
    refusal({ ...files, ...THREE }),
    'DATA holds two sets of examples, one in "data" and one in "": give an archive or folder that ' +
      "holds one",
  );
});

Deno.test("ExampleCollector says what is missing", () => {
  assertEquals(refusal({}), `DATA holds no examples: expected ${LAYOUTS}`);
  assertEquals(
    refusal({ ...THREE, "test/culture/1.txt": "A play." }),
    "DATA holds 1 culture examples to test on, and none to train on: add some in train/culture, or " +
      "remove test/culture",
  );
  assertEquals(
    refusal({ "train/pos/1.txt": "good", "test/pos/1.txt": "good" }),
    "the train examples of DATA are of one class only: 0 negative, 1 positive; add negative ones in " +
      "train/neg",
  );
});

Deno.test("ExampleCollector names the file that is of no use", () => {
  const bytes = Uint8Array.of(0x63, 0xe9);
  assertEquals(
    refusal({ ...THREE, "train/sport/7.txt": bytes }),
    "the file train/sport/7.txt of DATA is not UTF-8: convert it (iconv does) or remove it",
  );
  assertEquals(
    refusal({ ...THREE, "train/sport/2.TXT": "A goal." }),
    "DATA holds the example train/sport/2 twice, in train/sport/2.txt and in train/sport/2.TXT",
  );
  const collector = new ExampleCollector("DATA");
  collector.refuse(recognisePath("train/sport/1.txt")!, new Error("it is gone"));
  assertThrows(() => collector.finish(), Error, "it is gone");
});

Deno.test("ExampleCollector lets the same path again replace what came before", () => {
  const { train } = collect([...Object.entries(THREE), ["train/sport/2.txt", "Another goal."]]);
  assertEquals(train.find(({ id }) => id === "train/sport/2")?.text, "Another goal.");
});

Deno.test("ExampleCollector leaves a byte-order mark out of texts", () => {
  const { train } = collect({ ...THREE, "train/sport/2.txt": "\ufeffA goal." });
  assertEquals(train.find(({ id }) => id === "train/sport/2")?.text, "A goal.");
});
