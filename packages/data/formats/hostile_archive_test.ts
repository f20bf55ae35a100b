// Archives and folders that are meant to hang a reader, fill its memory or mislead it.
import { assert, assertEquals, assertRejects } from "@std/assert";
import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import { type Header, pack } from "tar-stream";
import { makeTar, makeTemporaryFolder, REVIEWS } from "../_testing.ts";
import { readPath } from "../sources/path.ts";
import type { Splits } from "./splits.ts";

async function read(bytes: Uint8Array): Promise<Splits> {
  using folder = makeTemporaryFolder({ "some.file": bytes });
  return (await readPath(`${folder.path}/some.file`, {})).splits;
}

async function refusal(bytes: Uint8Array): Promise<string> {
  const { message } = await assertRejects(() => read(bytes), Error);
  assertEquals(message.split("\n").length, 1, message);
  return message;
}

/** The first block of an archive with one entry of this header. */
async function headerOf(header: Partial<Header> & { name: string }): Promise<Uint8Array> {
  const archive = pack();
  archive.entry({ ...header, size: 0 }, Buffer.alloc(0));
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks)).slice(0, 512);
}

/** Gives a header another size and, where it has one, another type. */
function resized(header: Uint8Array, size: string, type?: string): Uint8Array {
  const changed = header.slice();
  changed.set(new TextEncoder().encode(size.padStart(11, "0")), 124);
  if (type !== undefined) changed[156] = type.charCodeAt(0);
  changed.fill(0x20, 148, 156);
  const sum = changed.reduce((sum, byte) => sum + byte, 0);
  changed.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
  return changed;
}

const join = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
const GOOD = await makeTar(REVIEWS);
const EXPECTED = await read(GOOD);

Deno.test("a folder whose entry has a size is one without", async () => {
  const folder = await headerOf({ name: "train/pos/", type: "directory" });
  for (const size of ["1", "777", "77777777777"]) {
    assertEquals(await read(join(resized(folder, size), GOOD)), EXPECTED);
  }
});

Deno.test("pax headers whose records have no length of a record are refused", async () => {
  const header = await headerOf({ name: "PaxHeader", type: "file" });
  for (const record of [" -5 a=", "-5 a=-5 a=", "0 a=b", "9999 a=b\n", "x a=b\n", "1e3 a=b"]) {
    const body = new Uint8Array(512);
    body.set(new TextEncoder().encode(record));
    const size = record.length.toString(8);
    for (const type of ["x", "g"]) {
      const message = await refusal(join(resized(header, size, type), body, GOOD));
      assert(message.endsWith("is damaged: download or copy it again"), `${record}: ${message}`);
    }
  }
  const tooLong = resized(header, (2 ** 23).toString(8), "x");
  assert((await refusal(join(tooLong, GOOD))).includes("is damaged"));
});

Deno.test("one example of gigabytes is refused before it is unpacked", async () => {
  const header = await headerOf({ name: "train/pos/99_1.txt", type: "file" });
  const message = await refusal(join(resized(header, "27777777777"), GOOD));
  assert(
    message.includes("train/pos/99_1.txt of ") || message.includes("is truncated"),
    message,
  );
});

Deno.test("an archive that unpacks to far more than its size is refused", async () => {
  const header = await headerOf({ name: "notes.bin", type: "file" });
  const size = 2 ** 29;
  const zeros = new Uint8Array(2 ** 20);
  const parts = [resized(header, size.toString(8))];
  for (let left = size; left > 0; left -= zeros.length) parts.push(zeros);
  const bomb = new Uint8Array(gzipSync(Buffer.concat([...parts, GOOD]), { level: 9 }));
  assert(bomb.length < 2 ** 20);
  assert((await refusal(bomb)).includes("unpacks to more than 100 times its "));
});

Deno.test("classes may be called anything, and there may not be any number of them", async () => {
  const names = ["__proto__", "constructor", "toString", "a b", "\u202e", "ß"];
  const files = Object.fromEntries(
    ["train", "test"].flatMap((split) => names.map((name) => [`${split}/${name}/1.txt`, name])),
  );
  const { labels, train } = await read(await makeTar(files));
  assertEquals([...labels].sort(), [...names].sort());
  for (const { text, label } of train) assertEquals(labels[label], text);
  assertEquals(Object.keys(Object.prototype), []);

  const many = Object.fromEntries(
    Array.from({ length: 10_001 }, (_, i) => [`train/c${i}/1.txt`, "x"]),
  );
  const message = await refusal(await makeTar({ ...many, "test/c0/1.txt": "x" }));
  assert(
    message.endsWith("holds examples of 10,001 classes, and at most 10,000 are read"),
    message,
  );
  const long = await refusal(
    await makeTar({ ...REVIEWS, [`train/${"n".repeat(300)}/1.txt`]: "x" }),
  );
  assert(long.endsWith("... has 300 characters, and at most 255 are read"), long);
});

Deno.test("pipes, devices and links to them are refused, in a folder too", {
  ignore: Deno.build.os === "windows",
}, async () => {
  using folder = makeTemporaryFolder(REVIEWS);
  const path = `${folder.path}/train/pos/77_1.txt`;
  const refused = async (at: string, expected: string) => {
    const { message } = await assertRejects(() => readPath(at, {}), Error);
    assertEquals(message, expected);
  };
  await new Deno.Command("mkfifo", { args: [path] }).output();
  await refused(path, `${path}: a pipe, not a file`);
  await refused(folder.path, `${path}: a pipe, not a file`);
  await Deno.remove(path);
  await Deno.symlink("/dev/zero", path);
  await refused(path, `${path}: a device, not a file`);
  await refused(folder.path, `${path}: a device, not a file`);
  await Deno.remove(path);
  {
    using huge = await Deno.open(path, { create: true, write: true });
    await huge.truncate(2 ** 40);
  }
  await refused(folder.path, `${path}: more than 16 MB, the most that is read`);
  await Deno.remove(path);
  await Deno.symlink(`${folder.path}/train/pos/10_9.txt`, path);
  assertEquals((await readPath(folder.path, {})).splits.train.length, 5);
});
