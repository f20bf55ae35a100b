import { assert, assertEquals, assertRejects } from "@std/assert";
import { writeFileAtomically } from "./write_file_atomically.ts";

async function inTemporaryFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function names(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map((entry) => entry.name).sort();
}

Deno.test("writeFileAtomically() writes text and bytes, over what was there", () =>
  inTemporaryFolder(async (folder) => {
    const path = `${folder}/file`;
    await writeFileAtomically(path, "grüße 🎬\n");
    assertEquals(await Deno.readTextFile(path), "grüße 🎬\n");
    const bytes = crypto.getRandomValues(new Uint8Array(60_000));
    await writeFileAtomically(path, bytes);
    assertEquals(await Deno.readFile(path), bytes);
    await writeFileAtomically(path, "");
    assertEquals((await Deno.stat(path)).size, 0);
    assertEquals(names(folder), ["file"]);
  }));

Deno.test("writeFileAtomically() shows readers one whole content or the other", () =>
  inTemporaryFolder(async (folder) => {
    const path = `${folder}/file`;
    const contents = ["a", "b"].map((letter) => letter.repeat(300_000));
    await writeFileAtomically(path, contents[0]!);
    let writing = true;
    const writer = (async () => {
      for (let i = 1; i <= 20; i++) await writeFileAtomically(path, contents[i % 2]!);
      writing = false;
    })();
    let reads = 0;
    do {
      assert(contents.includes(await Deno.readTextFile(path)));
      reads++;
    } while (writing);
    await writer;
    assert(reads > 1);
  }));

Deno.test("writeFileAtomically() says that the folder is missing", () =>
  inTemporaryFolder(async (folder) => {
    const path = `${folder}/none/file`;
    const error = await assertRejects(() => writeFileAtomically(path, "x"), Error) as Error;
    assertEquals(error.message, `cannot write ${path}: its folder does not exist`);
  }));

Deno.test("writeFileAtomically() leaves nothing behind when the rename fails", () =>
  inTemporaryFolder(async (folder) => {
    const path = `${folder}/taken`;
    await Deno.mkdir(`${path}/inside`, { recursive: true });
    await assertRejects(() => writeFileAtomically(path, "x"), Error, `cannot write ${path}: `);
    assertEquals(names(folder), ["taken"]);
  }));

Deno.test({
  name: "writeFileAtomically() says that it may not write to a folder",
  ignore: Deno.build.os === "windows" || Deno.uid() === 0,
  fn: () =>
    inTemporaryFolder(async (folder) => {
      await Deno.writeTextFile(`${folder}/file`, "old");
      await Deno.chmod(folder, 0o500);
      try {
        const error = await assertRejects(
          () => writeFileAtomically(`${folder}/file`, "new"),
          Error,
        ) as Error;
        assertEquals(
          error.message,
          `cannot write ${folder}/file: no permission to write to its folder`,
        );
        assertEquals(await Deno.readTextFile(`${folder}/file`), "old");
      } finally {
        await Deno.chmod(folder, 0o700);
      }
    }),
});

/** Runs a command and says whether it succeeded; a missing program has not. */
async function succeeds(command: string, ...args: string[]): Promise<boolean> {
  try {
    return (await new Deno.Command(command, { args, stdout: "null", stderr: "null" }).output())
      .success;
  } catch {
    return false;
  }
}

Deno.test({
  name: "writeFileAtomically() keeps the old file when the disk is full",
  ignore: Deno.build.os !== "linux" || Deno.uid() !== 0,
  fn: (t) =>
    inTemporaryFolder(async (folder) => {
      const mounted = await succeeds("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder);
      try {
        await t.step({
          name: "on a file system of 64 KiB",
          ignore: !mounted, // Most containers may not mount one.
          fn: () => fillDisk(folder),
        });
      } finally {
        if (mounted) await succeeds("umount", folder);
      }
    }),
});

async function fillDisk(folder: string): Promise<void> {
  const path = `${folder}/file`;
  await writeFileAtomically(path, "old");
  const error = await assertRejects(
    () => writeFileAtomically(path, "x".repeat(200_000)),
    Error,
  ) as Error;
  assertEquals(
    error.message,
    `cannot write ${path}: the disk is full; free some space and try again`,
  );
  assertEquals(await Deno.readTextFile(path), "old");
  assertEquals(names(folder), ["file"]);
}
