import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { gzipSync } from "node:zlib";
import { loadDataset } from "./load_dataset.ts";
import {
  type Files,
  makeArchive,
  makeTar,
  makeTemporaryFolder,
  REVIEWS,
  under,
  writeFile,
} from "./_testing.ts";

const IDS = {
  train: ["train/neg/0_1", "train/neg/11_2", "train/pos/2_10", "train/pos/10_9"],
  test: ["test/neg/2_3", "test/neg/3_4", "test/pos/0_8", "test/pos/1_7"],
};

async function assertFails(path: string, ...parts: string[]): Promise<void> {
  const error = await assertRejects(() => loadDataset(path), Error);
  assertEquals(error.message.split("\n").length, 1, error.message);
  for (const part of parts) {
    assert(error.message.includes(part), `"${error.message}" should include "${part}"`);
  }
}

async function withFile(bytes: Uint8Array, test: (path: string) => Promise<void>): Promise<void> {
  using folder = makeTemporaryFolder({ "reviews.tar.gz": bytes });
  await test(`${folder.path}/reviews.tar.gz`);
}

Deno.test("loadDataset() reads an archive, whatever the order in it", async () => {
  const paths = Object.keys(REVIEWS);
  const orders = fc.shuffledSubarray(paths, { minLength: paths.length });
  let fingerprint: string | undefined;
  await fc.assert(
    fc.asyncProperty(orders, async (order) => {
      const files = Object.fromEntries(order.map((path) => [`aclImdb/${path}`, REVIEWS[path]!]));
      await withFile(await makeArchive(files), async (path) => {
        const dataset = await loadDataset(path);
        assertEquals(dataset.name, "archive");
        assertEquals(dataset.location, path);
        assertEquals(dataset.train.map(({ id }) => id), IDS.train);
        assertEquals(dataset.test.map(({ id }) => id), IDS.test);
        assertEquals(dataset.train.map(({ label }) => label), [0, 0, 1, 1]);
        assertEquals(dataset.emptyCount, 1);
        assertEquals(dataset.notice, undefined);
        fingerprint ??= dataset.fingerprint;
        assertEquals(dataset.fingerprint, fingerprint);
      });
    }),
    { numRuns: 10 },
  );
});

Deno.test("loadDataset() cleans texts unless it is told not to", async () => {
  using folder = makeTemporaryFolder(REVIEWS);
  const [clean, raw] = [
    await loadDataset(folder.path),
    await loadDataset(folder.path, { clean: false }),
  ];
  assertEquals(clean.train[3]!.text, "superb! see it.");
  assertEquals(raw.train[3]!.text, "Superb!<br /><br />See  it.");
  assertEquals([raw.fingerprint, raw.emptyCount], [clean.fingerprint, clean.emptyCount]);
});

Deno.test("loadDataset() finds a folder from its parent, and equals the archive", async () => {
  using folder = makeTemporaryFolder({
    ...under("aclImdb", REVIEWS),
    "aclImdb/README": "about",
    "aclImdb/train/unsup/0_0.txt": "unlabelled",
    "aclImdb/train/pos/._2_10.txt": "made by a file manager",
    "notes.txt": "mine",
  });
  writeFile(`${folder.path}/other/reviews.tar`, await makeTar(under("./aclImdb", REVIEWS)));
  const expected = await loadDataset(`${folder.path}/other/reviews.tar`);
  for (const path of ["", "/", "/aclImdb", "/aclImdb/"]) {
    const dataset = await loadDataset(folder.path + path);
    assertEquals(dataset.name, "folder");
    assertEquals(dataset.train, expected.train);
    assertEquals(dataset.test, expected.test);
    assertEquals(dataset.fingerprint, expected.fingerprint);
  }
});

Deno.test("loadDataset() reads one example a line", async () => {
  const lines: Files = {
    "train/negative": "Dull.\n\nLate\r\n",
    "train/positive": "One<br />two",
    "test/negative.txt": "Dull again.\n",
    "test/positive.txt": "Good.\nBetter.\n",
  };
  using folder = makeTemporaryFolder(lines);
  const dataset = await loadDataset(folder.path);
  assertEquals(dataset.train.map(({ id, text, label }) => [id, text, label]), [
    ["train/neg/1", "dull.", 0],
    ["train/neg/2", "", 0],
    ["train/neg/3", "late", 0],
    ["train/pos/1", "one two", 1],
  ]);
  assertEquals(dataset.test.map(({ text }) => text), ["dull again.", "good.", "better."]);
  assertEquals(dataset.emptyCount, 1);
  await withFile(await makeArchive(under("study", lines)), async (path) => {
    assertEquals((await loadDataset(path)).fingerprint, dataset.fingerprint);
  });
});

Deno.test("loadDataset() reads lines that end in CR alone", async () => {
  const lines = "first review\rsecond review\rthird review";
  using folder = makeTemporaryFolder({
    "train/pos.TXT": lines,
    "train/neg.TXT": lines,
    "test/pos.txt": `${lines}\r`,
    "test/neg.txt": "one\r\rthree\r",
  });
  const { train, test, emptyCount } = await loadDataset(folder.path);
  const texts = ["first review", "second review", "third review"];
  assertEquals(train.map(({ text }) => text), [...texts, ...texts]);
  assertEquals(test.map(({ text }) => text), ["one", "", "three", ...texts]);
  assertEquals(emptyCount, 1);
});

Deno.test("loadDataset() takes classes of any names", async () => {
  const files: Files = {
    "train/sport/1.txt": "A goal.",
    "train/politics/1.txt": "A vote.",
    "train/weather/1.txt": "Rain.",
    "test/sport/1.txt": "A match.",
    "test/politics/2.TXT": "A law.",
  };
  using folder = makeTemporaryFolder(files);
  const dataset = await loadDataset(folder.path);
  assertEquals(dataset.labels, ["politics", "sport", "weather"]);
  assertEquals(dataset.train.map(({ id, label }) => [id, label]), [
    ["train/politics/1", 0],
    ["train/sport/1", 1],
    ["train/weather/1", 2],
  ]);
  assertEquals(dataset.test.map(({ id }) => id), ["test/politics/2", "test/sport/1"]);
  await withFile(await makeArchive(under("news", files)), async (path) => {
    const { fingerprint, labels } = await loadDataset(path);
    assertEquals([fingerprint, labels], [dataset.fingerprint, dataset.labels]);
  });
});

Deno.test("loadDataset() takes ratings for labels", async () => {
  using folder = makeTemporaryFolder({
    ...REVIEWS,
    "train/neg/12_4.txt": "Not good.",
    "train/neg/13_3.txt": "Poor.",
    "train/pos/14_7.txt": "Good.",
    "train/pos/15_8.txt": "Very good.",
  });
  const dataset = await loadDataset(folder.path, { labels: "rating" });
  assertEquals(dataset.labels, ["1", "2", "3", "4", "7", "8", "9", "10"]);
  assertEquals(dataset.name, "folder");
  const sentiment = await loadDataset(folder.path, { labels: "sentiment" });
  assertEquals(sentiment.labels, ["negative", "positive"]);
  for (const split of ["train", "test"] as const) {
    assertEquals(
      dataset[split].map(({ id, text }) => [id, text]),
      sentiment[split].map(({ id, text }) => [id, text]),
    );
    for (const { id, label } of dataset[split]) {
      assertEquals(dataset.labels[label], id.replace(/.*_/, ""));
    }
  }
  assertEquals(dataset.fingerprint === sentiment.fingerprint, false);
});

Deno.test("loadDataset() says where there are no ratings, and knows no other labels", async () => {
  const error = await assertRejects(() => loadDataset("sample", { labels: "rating" }), Error);
  assertEquals(
    error.message,
    "the example train/neg/1 of sample has no rating in its file's name: for labels by rating, files " +
      "must be named ID_RATING.txt, such as 123_10.txt",
  );
  await assertRejects(
    () => loadDataset("sample", { labels: "stars" as "rating" }),
    TypeError,
    'the labels must be "sentiment" or "rating", not "stars"',
  );
});

Deno.test("loadDataset() reads long reviews and names in full", async () => {
  const long = "Long. ".repeat(200_000).trim();
  const files = { ...REVIEWS, "train/pos/5_9.txt": long };
  await withFile(await makeArchive(under("x".repeat(150), files)), async (path) => {
    const { train } = await loadDataset(path);
    assertEquals(train.find(({ id }) => id === "train/pos/5_9")?.text, long.toLowerCase());
  });
});

Deno.test("loadDataset() tells how far it is", async () => {
  const bytes = await makeArchive(REVIEWS);
  await withFile(bytes, async (path) => {
    const seen: number[] = [];
    await loadDataset(path, {
      onProgress: ({ phase, done, total }) => {
        assertEquals([phase, total], ["read", bytes.length]);
        seen.push(done);
      },
    });
    assertEquals(seen.at(-1), bytes.length);
  });
});

Deno.test("loadDataset() stops when it is told to", async () => {
  const bytes = await makeArchive({ ...REVIEWS, "train/pos/5_9.txt": "x".repeat(1e6) });
  await withFile(bytes, async (path) => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const onProgress = () => controller.abort(reason);
    const { signal } = controller;
    const error = await assertRejects(() => loadDataset(path, { signal, onProgress }));
    assertEquals(error, reason);
    assertEquals(await assertRejects(() => loadDataset("sample", { signal })), reason);
  });
  using folder = makeTemporaryFolder(REVIEWS);
  const controller = new AbortController();
  const onProgress = () => controller.abort();
  const options = { signal: controller.signal, onProgress };
  await assertRejects(() => loadDataset(folder.path, options), DOMException);
});

Deno.test("loadDataset() refuses a path that does not exist", async () => {
  using folder = makeTemporaryFolder();
  await assertFails(`${folder.path}/smaple`, `no data at "${folder.path}/smaple"`, "sample");
});

Deno.test("loadDataset() refuses an archive that was cut off, wherever", async () => {
  const files = { ...REVIEWS, "train/pos/5_9.txt": crypto.randomUUID().repeat(3000) };
  const bytes = await makeArchive(files);
  for (const share of [0.01, 0.3, 0.9, 0.999]) {
    const cut = bytes.subarray(0, Math.max(3, Math.floor(bytes.length * share)));
    await withFile(cut, (path) => assertFails(path, path, "is truncated", "again"));
  }
  const tar = (await makeTar(files)).subarray(0, 3000);
  await withFile(tar, (path) => assertFails(path, "is truncated"));
});

Deno.test("loadDataset() refuses a damaged archive", async () => {
  const noise = Array.from({ length: 500 }, () => crypto.randomUUID()).join("");
  const bytes = await makeArchive({ "train/pos/5_9.txt": noise, ...REVIEWS });
  for (const share of [0.2, 0.5, 0.95]) {
    const damaged = bytes.slice();
    damaged.fill(0xff, Math.floor(bytes.length * share), Math.floor(bytes.length * share) + 40);
    await withFile(damaged, (path) => assertFails(path, path, "is damaged"));
  }
  const tar = await makeTar(REVIEWS);
  tar.fill(0xff, 1024, 1400);
  await withFile(tar, (path) => assertFails(path, "is damaged"));
});

Deno.test("loadDataset() refuses what is no archive", async () => {
  const text = new TextEncoder().encode("just a text, ".repeat(100));
  await withFile(
    text,
    (path) => assertFails(path, path, "expected a .tar.gz file, a folder, or rows"),
  );
  await withFile(new Uint8Array(), (path) => assertFails(path, "is an empty file"));
  const zip = new TextEncoder().encode("PK\u0003\u0004");
  await withFile(zip, (path) => assertFails(path, "is a zip archive"));
  await withFile(
    new Uint8Array(gzipSync(text)),
    (path) => assertFails(path, "unpacks to something that is no tar archive"),
  );
});

Deno.test("loadDataset() refuses an archive or folder without examples", async () => {
  const files = { "aclImdb/README": "about", "aclImdb/train/unsup/0_0.txt": "unlabelled" };
  const layout = "{train,test}/CLASS/*.txt";
  await withFile(
    await makeArchive(files),
    (path) => assertFails(path, "holds no examples", layout),
  );
  await withFile(await makeArchive({}), (path) => assertFails(path, "holds no examples"));
  using folder = makeTemporaryFolder(files);
  await assertFails(folder.path, folder.path, "holds no examples", layout);
  writeFile(`${folder.path}/aclImdb_v1.tar.gz`, "");
  await assertFails(folder.path, `give ${folder.path}/aclImdb_v1.tar.gz`);
});

Deno.test("loadDataset() refuses a split that is missing or of one class only", async () => {
  const without = (part: string): Files =>
    Object.fromEntries(Object.entries(REVIEWS).filter(([path]) => !path.startsWith(part)));
  for (
    const [part, message] of [
      ["train/pos", "the train examples of FOLDER are of one class only: 2 negative, 0 positive"],
      ["train/neg", "the train examples of FOLDER are of one class only: 0 negative, 2 positive"],
      ["test/pos", "the test examples of FOLDER are of one class only: 2 negative, 0 positive"],
      ["test/", "FOLDER holds no test examples"],
      ["train/", "FOLDER holds no train examples"],
    ] as const
  ) {
    using folder = makeTemporaryFolder(without(part));
    await assertFails(folder.path, message.replace("FOLDER", folder.path));
  }
});

Deno.test("loadDataset() names the file that is not UTF-8", async () => {
  const files = { ...REVIEWS, "test/pos/7_9.txt": Uint8Array.of(0x63, 0x61, 0x66, 0xe9) };
  const name = "the file test/pos/7_9.txt of";
  await withFile(await makeArchive(files), (path) => assertFails(path, name, path, "not UTF-8"));
  using folder = makeTemporaryFolder(files);
  await assertFails(folder.path, name, folder.path, "not UTF-8");
});

Deno.test("loadDataset() refuses two sets of examples, and one example twice", async () => {
  const two = { ...under("a", REVIEWS), ...under("b", REVIEWS) };
  await withFile(await makeArchive(two), (path) => assertFails(path, "two sets", '"a"', '"b"'));
  using folder = makeTemporaryFolder({ ...REVIEWS, "train/positive/2_10.txt": "A joy." });
  await assertFails(folder.path, "the example train/pos/2_10 twice", "train/positive/2_10.txt");
});

Deno.test("loadDataset() says that it may not read", async () => {
  using folder = makeTemporaryFolder({ "reviews.tar.gz": await makeArchive(REVIEWS) });
  const code = `import { loadDataset } from ${JSON.stringify(import.meta.resolve("./mod.ts"))};
    await loadDataset(${JSON.stringify(`${folder.path}/reviews.tar.gz`)})
      .catch((error) => console.log(error.message));`;
  const script = `${folder.path}/script.ts`;
  Deno.writeTextFileSync(script, code);
  const config = new URL("../../deno.json", import.meta.url).pathname;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", "--no-prompt", "--config", config, script],
    stderr: "null",
  }).output();
  assertEquals(
    new TextDecoder().decode(stdout),
    `cannot read ${folder.path}/reviews.tar.gz: Deno was started without --allow-read\n`,
  );
});

const archive = Deno.env.get("SLUICE_IMDB_ARCHIVE");
if (archive === undefined) {
  console.warn("load_dataset_test.ts: IMDb's archive is skipped: SLUICE_IMDB_ARCHIVE names none");
}

Deno.test({
  name: "loadDataset() reads the 50,000 reviews of IMDb",
  ignore: archive === undefined,
  fn: async () => {
    const { name, labels, train, test, emptyCount } = await loadDataset(archive as string);
    assertEquals(labels, ["negative", "positive"]);
    assertEquals([name, train.length, test.length, emptyCount], ["imdb", 25_000, 25_000, 0]);
    assertEquals(train.filter(({ label }) => label === 1).length, 12_500);
    assertEquals(test.filter(({ label }) => label === 1).length, 12_500);
    assertEquals([train[0]!.id, train.at(-1)!.id], ["train/neg/0_3", "train/pos/12499_7"]);
    assert([...train, ...test].every(({ text }) => !/<br|[A-Z]|\s\s/.test(text)));
  },
});

Deno.test({
  name: "loadDataset() reads the eight ratings of IMDb",
  ignore: archive === undefined,
  fn: async () => {
    const { name, labels, train, test, fingerprint } = await loadDataset(archive as string, {
      labels: "rating",
    });
    assertEquals([name, train.length, test.length], ["imdb-rating", 25_000, 25_000]);
    assertEquals(labels, ["1", "2", "3", "4", "7", "8", "9", "10"]);
    const count = (examples: typeof train) =>
      labels.map((_, index) => examples.filter(({ label }) => label === index).length);
    assertEquals(count(train), [5100, 2284, 2420, 2696, 2496, 3009, 2263, 4732]);
    assertEquals(count(test), [5022, 2302, 2541, 2635, 2307, 2850, 2344, 4999]);
    assertEquals([train[0]!.id, train.at(-1)!.id], ["train/neg/0_3", "train/pos/12499_7"]);
    assertEquals(fingerprint.slice(0, 16), "344401d393f1712b");
  },
});
