import { assertEquals, assertRejects } from "@std/assert";
import { UsageError } from "../command_line/usage_error.ts";
import { withFolder } from "./_fixtures.ts";
import { readLines } from "./_read_lines.ts";

Deno.test("lines end in LF or CR LF; the last one needs no end", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/texts.txt`;
    await Deno.writeTextFile(path, "a\r\n\nä b\nlast");
    assertEquals(await Array.fromAsync(await readLines(path)), ["a", "", "ä b", "last"]);
    await Deno.writeFile(path, Uint8Array.of(0x61, 0x0a, 0xff));
    const error = await assertRejects(async () => await Array.fromAsync(await readLines(path)));
    assertEquals((error as Error).message, `${path}: not UTF-8, in line 1 or after it`);
    await assertRejects(() => readLines(`${folder}/none`), UsageError, "none: no such file");
    await assertRejects(() => readLines(folder), UsageError, "a folder, not a file");
  });
});

Deno.test("a line without end is refused, and a pipe is not waited for", {
  ignore: Deno.build.os === "windows",
}, async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/texts.txt`;
    await Deno.writeTextFile(path, "a\n" + "b".repeat(2 ** 24 + 1));
    const error = await assertRejects(async () => await Array.fromAsync(await readLines(path)));
    assertEquals(
      (error as Error).message,
      `${path}: line 2 is longer than 16 MB, the most there is`,
    );
    await new Deno.Command("mkfifo", { args: [`${folder}/pipe`] }).output();
    const pipe = await assertRejects(() => readLines(`${folder}/pipe`), UsageError) as Error;
    assertEquals(
      pipe.message,
      `${folder}/pipe: a pipe, not a file; to read a stream, use standard input`,
    );
    await assertRejects(() => readLines("/dev/zero"), UsageError, "a device, not a file");
  });
});
