import { assert, assertEquals, assertRejects } from "@std/assert";
import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import { readPath } from "../sources/path.ts";
import {
  type Files,
  makeArchive,
  makeTar,
  makeTemporaryFolder,
  REVIEWS,
  toVersion7,
  under,
} from "../_testing.ts";
import type { Splits } from "./splits.ts";

async function read(bytes: Uint8Array): Promise<Splits> {
  using folder = makeTemporaryFolder({ "some.file": bytes });
  const { format, splits } = await readPath(`${folder.path}/some.file`, {});
  assertEquals(format, "archive");
  return splits;
}

async function refusal(bytes: Uint8Array): Promise<string> {
  const { message } = await assertRejects(() => read(bytes), Error);
  assertEquals(message.split("\n").length, 1, message);
  return message;
}

/** A kind of archive that is told by what it holds, not by its name. */
const EXPECTED = await read(await makeTar(REVIEWS));

Deno.test("archives of Unix version 7, without a magic number, are read", async () => {
  const files = { ...under("aclImdb", REVIEWS), "aclImdb/train/pos/": "" };
  const tar = toVersion7(await makeTar(files));
  assertEquals(new TextDecoder().decode(tar).includes("ustar"), false);
  assertEquals(await read(tar), EXPECTED);
  assertEquals(await read(gzipSync(tar)), EXPECTED);
  const damaged = tar.slice();
  damaged.fill(0xff, 1024, 1400);
  assert((await refusal(damaged)).includes("is damaged"));
});

Deno.test("an archive that was cut off is refused, wherever it was", async () => {
  const whole = await makeTar(REVIEWS);
  for (const tar of [whole, toVersion7(whole)]) {
    // Within headers and files, and between them.
    for (let size = 512; size < tar.length - 1024; size += 256) {
      const message = await refusal(tar.subarray(0, size));
      assert(message.includes("is truncated"), `${size}: ${message}`);
    }
    // One block of zeros at its end is enough.
    assertEquals(await read(tar.subarray(0, tar.length - 512)), EXPECTED);
  }
});

Deno.test("a gzip archive in several members is read in full", async () => {
  const tar = await makeTar(REVIEWS);
  const members = [tar.subarray(0, 1000), tar.subarray(1000)].map((part) => gzipSync(part));
  assertEquals(await read(Buffer.concat(members)), EXPECTED);
});

const tar = await new Deno.Command("tar", { args: ["--version"] }).output().then(
  ({ stdout }) => new TextDecoder().decode(stdout).includes("GNU tar"),
  () => false,
);
if (!tar) console.warn("archive_test.ts: GNU tar's own archives are skipped: there is no GNU tar");

/** Packs files with GNU tar. */
async function pack(folder: string, ...args: string[]): Promise<Uint8Array> {
  const { success, stdout, stderr } = await new Deno.Command("tar", {
    args: ["-C", folder, "-c", ...args, "."],
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  return stdout;
}

Deno.test({
  name: "archives of every kind that GNU tar writes are read",
  ignore: !tar,
  async fn() {
    using folder = makeTemporaryFolder(under("x/".repeat(20) + "aclImdb", REVIEWS));
    for (const kind of ["v7", "oldgnu", "gnu", "ustar", "pax"]) {
      const bytes = await pack(folder.path, `--format=${kind}`);
      assertEquals(await read(bytes), EXPECTED, kind);
      assertEquals(await read(gzipSync(bytes)), EXPECTED, kind);
    }
    // Names of more than 100 bytes, and of more than 255.
    for (const length of [60, 250]) {
      const long = `train/pos/${"n".repeat(length)}.txt`;
      using folder = makeTemporaryFolder(
        under(`${"ä".repeat(50)}/${"y".repeat(100)}`, { ...REVIEWS, [long]: "long" }),
      );
      for (const kind of ["gnu", "pax"]) {
        const { train } = await read(await pack(folder.path, `--format=${kind}`));
        assertEquals(train.at(-1)?.id, long.slice(0, -4), kind);
      }
    }
  },
});

Deno.test({
  name: "examples that are links in an archive are not left out without a word",
  ignore: !tar,
  async fn() {
    using folder = makeTemporaryFolder(REVIEWS);
    const { path } = folder;
    Deno.linkSync(`${path}/train/pos/2_10.txt`, `${path}/train/pos/3_10.txt`);
    const message = await refusal(await pack(path));
    assert(
      /\/train\/pos\/[23]_10.txt of \S+ is a link, or not stored whole/.test(message),
      message,
    );
    assertEquals((await read(await pack(path, "--hard-dereference"))).train.length, 5);
    Deno.removeSync(`${path}/train/pos/3_10.txt`);
    Deno.symlinkSync("2_10.txt", `${path}/train/pos/3_10.txt`);
    assert((await refusal(await pack(path))).includes("--dereference"));
    const whole = await pack(path, "--dereference", "--hard-dereference");
    assertEquals((await read(whole)).train.length, 5);
    Deno.removeSync(`${path}/train/pos/3_10.txt`);
    // What is no example may be whatever it likes.
    Deno.symlinkSync("elsewhere", `${path}/train/latest`);
    assertEquals(await read(await pack(path)), EXPECTED);
  },
});

Deno.test("what lies beside folders of classes in IMDb's archive is no class", async () => {
  const files: Files = {
    "aclImdb/train/urls_pos.txt": Uint8Array.of(0xff, 0xfe),
    "aclImdb/train/urls_neg.txt": "http://...\n",
    "aclImdb/README": "about",
    ...under("aclImdb", REVIEWS),
    "aclImdb/test/urls_neg.txt": "http://...\n",
    "aclImdb/train/labeledBow.feat": "9 0:9\n",
    "aclImdb/imdb.vocab": "the\n",
  };
  assertEquals(await read(await makeArchive(files)), EXPECTED);
});
