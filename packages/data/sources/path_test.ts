import { assertEquals, assertRejects } from "@std/assert";
import { makeTar, makeTemporaryFolder, REVIEWS } from "../_testing.ts";
import { readPath } from "./path.ts";

const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

Deno.test("readPath() tells formats by what they hold, not by their names", async () => {
  using folder = makeTemporaryFolder({ ...REVIEWS, "notes.zip": await makeTar(REVIEWS) });
  assertEquals((await readPath(folder.path, {})).format, "folder");
  assertEquals((await readPath(`${folder.path}/notes.zip`, {})).format, "archive");
});

Deno.test("readPath() says what a file is that it cannot read", async () => {
  for (
    const [start, kind] of [
      ["PK\u0003\u0004", "a zip archive"],
      ["BZh9", "compressed with bzip2"],
      ["\u00fd7zXZ\0", "compressed with xz"],
      ["\u0028\u00b5\u002f\u00fd", "compressed with zstd"],
      ["7z\u00bc\u00af\u0027\u001c", "a 7z archive"],
      ["Rar!\u001a", "a rar archive"],
      ["\u001f\u009d\u0090", "compressed with compress"],
      ["a text", "of no kind that can be read"],
      [" ".repeat(600), "of no kind that can be read"],
    ] as const
  ) {
    using folder = makeTemporaryFolder({ "data.tar.gz": bytesOf(start) });
    const path = `${folder.path}/data.tar.gz`;
    const { message } = await assertRejects(() => readPath(path, {}), Error);
    assertEquals(
      message,
      `${path} is ${kind}: expected a .tar.gz file, a folder, or rows as .csv, .tsv, .jsonl or .json`,
    );
  }
});

Deno.test("readPath() says where there is nothing", async () => {
  using folder = makeTemporaryFolder({ empty: "" });
  const { message } = await assertRejects(() => readPath(`${folder.path}/empty`, {}), Error);
  assertEquals(message, `${folder.path}/empty is an empty file, not one with examples`);
  await assertRejects(
    () => readPath(`${folder.path}/none`, {}),
    Error,
    `there are no data at "${folder.path}/none": give auto, imdb, sample, or the path of`,
  );
});
