// Archives that are cut anywhere, damaged, or made to mislead: a data set is read, or refused in one line.
import { loadDataset } from "@sluice/data";
import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import { type Header, pack } from "tar-stream";
import { mutateBytes } from "./mutate.ts";
import type { Part } from "./part.ts";
import { orPlainError } from "./plain_error.ts";
import type { Random } from "./random.ts";
import { inTemporaryFolder } from "./small_run.ts";

const WORDS = ["fine", "dull", "Ünïcode", "🎬", "<br />", "", "\u0000", "a\rb", "x".repeat(3000)];
const NAMES = ["pos", "neg", "sport", "__proto__", "constructor", "ünï", "a b", "10"];

/** An entry of an archive, as may be: a file, a link, a device, something deep or of an odd name. */
function oddEntry(random: Random): Partial<Header> & { name: string } {
  const name = random.pick([
    ...["train/pos/1_1.txt", "../../outside.txt", "/etc/passwd", "train/../test/pos/1.txt"],
    ...["train/pos", "test//neg//2.txt", "./train/pos/3.txt", "train/pos/._4.txt", "\u202e/x.txt"],
    ...[
      "train/unsup/1.txt",
      "a/".repeat(100) + "train/pos/1.txt",
      `train/${"n".repeat(400)}/1.txt`,
    ],
  ]);
  const type = random.pick(
    [
      ...["file", "link", "symlink", "character-device", "block-device", "directory", "fifo"],
      "contiguous-file",
    ] as const,
  );
  return { name, type, ...(type.endsWith("link") ? { linkname: "/etc/passwd" } : {}) };
}

/** An archive of a small data set in a layout of chance. */
async function makeArchive(random: Random): Promise<Uint8Array<ArrayBuffer>> {
  const archive = pack();
  const root = random.pick(["", "", "aclImdb/", "./deep/er/"]);
  const classes = NAMES.slice(0, random.between(1, 4)).concat(random.pick(NAMES));
  const lines = random.chance(0.3);
  const text = () =>
    Array.from({ length: random.between(0, 5) }, () => random.pick(WORDS)).join(" ");
  const files: [string, string][] = [];
  for (const split of ["train", "test"]) {
    for (const name of new Set(classes)) {
      if (lines) {
        const rows = Array.from({ length: random.between(1, 4) }, text);
        files.push([`${root}${split}/${name}.txt`, rows.join(random.pick(["\n", "\r\n", "\r"]))]);
        continue;
      }
      for (let i = 0; i < random.between(1, 3); i++) {
        files.push([`${root}${split}/${name}/${i}_${random.below(11)}.txt`, text()]);
      }
    }
  }
  for (const [name, content] of files) {
    if (random.chance(0.03)) archive.entry(oddEntry(random) as Header, Buffer.alloc(0));
    archive.entry({
      name,
      ...(random.chance(0.1) ? { pax: { comment: "c".repeat(random.below(2000)) } } : {}),
    } as Header, Buffer.from(content));
  }
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

/** Gives one header of an archive another size, type or name, with the checksum that belongs to it. */
function changeHeader(tar: Uint8Array<ArrayBuffer>, random: Random): void {
  const headers: number[] = [];
  const text = new TextDecoder("latin1");
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0;) {
    headers.push(at);
    const size = Number.parseInt(text.decode(tar.subarray(at + 124, at + 135)), 8) || 0;
    at += 512 + 512 * Math.ceil(size / 512);
  }
  const at = random.pick(headers);
  const header = tar.subarray(at, at + 512);
  switch (random.below(4)) {
    case 0: {
      const size = random.pick(["0", "1", "777", "77777777777", "-1", "  12", "zzz"]);
      header.set(new TextEncoder().encode(size.padStart(11, "0")), 124);
      break;
    }
    case 1:
      header[156] = "0123456789LKxgVS7\u0000"[random.below(18)]!.charCodeAt(0);
      break;
    case 2:
      header[124] = random.pick([0x80, 0xff]);
      for (let i = 125; i < 136; i++) header[i] = random.below(256);
      break;
    default:
      header[random.below(100)] = random.below(256);
  }
  header.fill(0x20, 148, 156);
  const sum = header.reduce((sum, byte) => sum + byte, 0);
  header.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
}

/** A damaged archive, read. */
export const archives: Part = {
  name: "archives",
  share: 2,
  run: ({ random, count }) =>
    inTemporaryFolder(async (folder) => {
      const tar = await makeArchive(random);
      for (let i = 0; i < 20; i++) {
        const damage = random.pick([
          "nothing",
          "cut",
          "headers",
          "bits",
          "cut packed",
          "bits packed",
        ]);
        let bytes: Uint8Array<ArrayBuffer> = tar.slice();
        if (damage === "cut") bytes = bytes.slice(0, random.below(bytes.length + 1));
        if (damage === "bits") bytes = mutateBytes(bytes, random);
        if (damage === "headers") {
          for (let times = random.between(1, 3); times > 0; times--) changeHeader(bytes, random);
        }
        if (damage.endsWith("packed") || random.chance(0.3)) {
          bytes = new Uint8Array(gzipSync(bytes, { level: 1 }));
        }
        if (damage === "cut packed") bytes = bytes.slice(0, random.below(bytes.length + 1));
        if (damage === "bits packed") bytes = mutateBytes(bytes, random);
        const path = `${folder}/${i}.tar`;
        await Deno.writeFile(path, bytes);
        const dataset = await orPlainError(() => loadDataset(path));
        count("inputs");
        count(`${damage}: ${dataset === undefined ? "refused" : "read"}`);
        await Deno.remove(path);
      }
    }),
};
