/**
 * Archives and folders of reviews for tests.
 * @module
 */
import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";

/** Paths and what the files there hold. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** Two reviews of each class and split, in IMDb's layout; not in order. */
export const REVIEWS: Files = {
  "train/pos/10_9.txt": "Superb!<br /><br />See  it.",
  "train/pos/2_10.txt": "A joy.",
  "train/neg/0_1.txt": "Dull.",
  "train/neg/11_2.txt": "",
  "test/pos/1_7.txt": "Fine.",
  "test/pos/0_8.txt": "Amélie was lovely.",
  "test/neg/3_4.txt": "Not for me.",
  "test/neg/2_3.txt": "A waste.",
};

/** Files under a folder. */
export function under(folder: string, files: Files): Files {
  return Object.fromEntries(
    Object.entries(files).map(([path, content]) => [`${folder}/${path}`, content]),
  );
}

/** The bytes of a tar archive. */
export async function makeTar(files: Files): Promise<Uint8Array> {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) {
    archive.entry({ name }, Buffer.from(content));
  }
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

/** The bytes of a `.tar.gz` archive. */
export async function makeArchive(files: Files): Promise<Uint8Array> {
  return new Uint8Array(gzipSync(await makeTar(files)));
}

/** A new folder that is removed when it is disposed of. */
export function makeTemporaryFolder(files: Files = {}): Disposable & { path: string } {
  const path = Deno.makeTempDirSync({ prefix: "sluice-data-" });
  for (const [name, content] of Object.entries(files)) writeFile(`${path}/${name}`, content);
  return { path, [Symbol.dispose]: () => Deno.removeSync(path, { recursive: true }) };
}

/** Writes a file and the folders above it. */
export function writeFile(path: string, content: string | Uint8Array): void {
  Deno.mkdirSync(path.replace(/\/[^/]*$/, ""), { recursive: true });
  if (typeof content === "string") Deno.writeTextFileSync(path, content);
  else Deno.writeFileSync(path, content);
}

/** A tar archive as Unix version 7 wrote them: headers without a magic number and what follows it. */
export function toVersion7(tar: Uint8Array): Uint8Array {
  const bytes = tar.slice();
  const text = new TextDecoder("latin1");
  for (let start = 0; start + 512 <= bytes.length && bytes[start] !== 0;) {
    const header = bytes.subarray(start, start + 512);
    const size = Number.parseInt(text.decode(header.subarray(124, 135)), 8);
    header.fill(0, 257);
    // Files had no type but 0.
    header[156] = 0;
    header.fill(0x20, 148, 156);
    const sum = header.reduce((sum, byte) => sum + byte, 0);
    header.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
    start += 512 + 512 * Math.ceil(size / 512);
  }
  return bytes;
}
