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
