import { assertEquals, assertRejects } from "@std/assert";
import { UsageError } from "../command_line/usage_error.ts";
import { withFolder } from "./_fixtures.ts";
import { readTextFile } from "./_read_text_file.ts";

Deno.test("a file that cannot be read is bad usage, by the flag that names it", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/a.yaml`;
    const refused = async (reason: string) => {
      const error = await assertRejects(() => readTextFile("--config", path), UsageError);
      assertEquals(error.message, `--config ${path}: ${reason}`);
    };
    await refused("no such file");
    await Deno.writeFile(path, Uint8Array.of(0xff, 0xfe, 0x41));
    await refused("not a text file in UTF-8");
    await Deno.writeTextFile(path, "a: ä");
    assertEquals(await readTextFile("--config", path), "a: ä");
  });
});
