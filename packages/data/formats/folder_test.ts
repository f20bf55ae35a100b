import { assertEquals, assertRejects } from "@std/assert";
import { makeTemporaryFolder, REVIEWS, under, writeFile } from "../_testing.ts";
import { readPath } from "../sources/path.ts";
import type { Splits } from "./splits.ts";

async function read(path: string): Promise<Splits> {
  const { format, splits } = await readPath(path, {});
  assertEquals(format, "folder");
  return splits;
}

Deno.test("a folder is read with extensions in any case", async () => {
  const upper = Object.fromEntries(
    Object.entries(REVIEWS).map(([path, text]) => [path.replace(".txt", ".TXT"), text]),
  );
  using one = makeTemporaryFolder(REVIEWS);
  using other = makeTemporaryFolder(upper);
  assertEquals(await read(other.path), await read(one.path));
});

Deno.test("a folder's own examples go before those of a folder in it", async () => {
  using folder = makeTemporaryFolder({ ...REVIEWS, ...under("older", REVIEWS) });
  assertEquals((await read(folder.path)).train.length, 4);
});

Deno.test("a folder that only looks like a split hides no dataset", async () => {
  using folder = makeTemporaryFolder({
    ...under("data", REVIEWS),
    "test/unit.txt": "a list",
    "train/README.txt": "about",
  });
  assertEquals((await read(folder.path)).labels, ["negative", "positive"]);
});

Deno.test("a folder says of its archive, in any case, how to read it", async () => {
  using folder = makeTemporaryFolder({ "REVIEWS.TAR.GZ": "" });
  const { message } = await assertRejects(() => read(folder.path), Error);
  assertEquals(
    message,
    `${folder.path} holds no examples: to read the archive in it, give ${folder.path}/REVIEWS.TAR.GZ`,
  );
});

Deno.test("a file that cannot be read is an error only where it holds examples", async () => {
  using folder = makeTemporaryFolder(REVIEWS);
  Deno.symlinkSync("nowhere", `${folder.path}/train/latest`);
  assertEquals((await read(folder.path)).train.length, 4);
  Deno.symlinkSync("nowhere", `${folder.path}/train/pos/77_9.txt`);
  const { message } = await assertRejects(() => read(folder.path), Error);
  assertEquals(message, `${folder.path}/train/pos/77_9.txt does not exist`);
});

Deno.test("a folder of classes may hold a link to another folder", async () => {
  using folder = makeTemporaryFolder(REVIEWS);
  Deno.renameSync(`${folder.path}/train/pos`, `${folder.path}/elsewhere`);
  Deno.symlinkSync("../elsewhere", `${folder.path}/train/pos`);
  writeFile(`${folder.path}/train/pos/.hidden.txt`, "hidden");
  assertEquals((await read(folder.path)).train.length, 4);
});
