import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { gunzip } from "./gunzip.ts";
import { readPlainFile, readPlainFileSync, readPlainText } from "./read_plain_file.ts";
import { UnreadableError } from "./unreadable_error.ts";

async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const isUnix = Deno.build.os !== "windows";
const say = (text: string) => new TextEncoder().encode(text);

Deno.test("readPlainFile() reads what it is given, up to the limit and not a byte more", () =>
  inFolder(async (folder) => {
    const path = `${folder}/file`;
    for (const size of [0, 1, 4095, 100_000]) {
      const bytes = crypto.getRandomValues(new Uint8Array(Math.min(size, 65_536)));
      await Deno.writeFile(path, bytes);
      assertEquals(await readPlainFile(path, { limit: bytes.length }), bytes);
      assertEquals(readPlainFileSync(path, { limit: bytes.length }), bytes);
      if (size === 0) continue;
      const error = await assertRejects(
        () => readPlainFile(path, { limit: bytes.length - 1 }),
        UnreadableError,
      );
      assertEquals(/^more than .*, the most that is read$/.test(error.reason), true);
      assertThrows(() => readPlainFileSync(path, { limit: bytes.length - 1 }), UnreadableError);
    }
  }));

Deno.test("a file that the system calls empty is read, and its limit kept", {
  ignore: Deno.build.os !== "linux",
}, async () => {
  const whole = await readPlainFile("/proc/self/status", { limit: "record" });
  assertEquals(new TextDecoder().decode(whole).startsWith("Name:"), true);
  await assertRejects(() => readPlainFile("/proc/self/status", { limit: 10 }), UnreadableError);
});

Deno.test("a large file of holes is refused before it is read", () =>
  inFolder(async (folder) => {
    const path = `${folder}/huge`;
    {
      using file = await Deno.open(path, { create: true, write: true });
      await file.truncate(2 ** 40);
    }
    const error = await assertRejects(
      () => readPlainFile(path, { limit: "record" }),
      UnreadableError,
    );
    assertEquals(error.message, `${path}: more than 64 MB, the most that is read`);
  }));

Deno.test("what is no plain file is refused in one line, and never waited for", {
  ignore: !isUnix,
}, () =>
  inFolder(async (folder) => {
    await new Deno.Command("mkfifo", { args: [`${folder}/pipe`] }).output();
    await Deno.symlink("/dev/zero", `${folder}/zero`);
    await Deno.symlink(`${folder}/pipe`, `${folder}/to_pipe`);
    await Deno.symlink(`${folder}/loop`, `${folder}/loop`);
    const expected: Record<string, string> = {
      pipe: "a pipe, not a file",
      zero: "a device, not a file",
      to_pipe: "a pipe, not a file",
      "": "a folder, not a file",
      none: "no such file",
    };
    for (const [name, reason] of Object.entries(expected)) {
      const path = `${folder}/${name}`;
      const error = await assertRejects(
        () => readPlainFile(path, { limit: "record" }),
        UnreadableError,
      );
      assertEquals(error.message, `${path}: ${reason}`);
      assertEquals(error.isMissing, name === "none");
      const sync = assertThrows(() => readPlainFileSync(path, { limit: "record" }));
      assertEquals((sync as Error).message, error.message);
    }
    await assertRejects(
      () => readPlainFile(`${folder}/loop`, { limit: "record" }),
      UnreadableError,
      "cannot be read: ",
    );
  }));

Deno.test(
  "within a folder, no link is followed, nor a way out",
  { ignore: !isUnix },
  () =>
    inFolder(async (folder) => {
      await Deno.mkdir(`${folder}/run/real`, { recursive: true });
      await Deno.writeTextFile(`${folder}/secret`, "secret");
      await Deno.writeTextFile(`${folder}/run/real/file`, "mine");
      await Deno.symlink(`${folder}/secret`, `${folder}/run/link`);
      await Deno.symlink(folder, `${folder}/run/linked`);
      await Deno.symlink(`${folder}/run`, `${folder}/named`);
      const read = (name: string) =>
        readPlainText(name, { within: `${folder}/run`, limit: "record", where: name });
      assertEquals(await read("real/file"), "mine");
      const reasons: Record<string, string> = {
        "link": "a link, which is not followed here",
        "linked/secret": "its folder linked is a link, which is not followed here",
        "../secret": "leaves its folder",
        "none/file": "no such file",
      };
      for (const [name, reason] of Object.entries(reasons)) {
        const error = await assertRejects(() => read(name), UnreadableError);
        assertEquals(error.message, `${name}: ${reason}`);
      }
      // The folder itself is what the user names.
      const named = { within: `${folder}/named`, limit: "record" } as const;
      assertEquals(await readPlainText("real/file", named), "mine");
    }),
);

Deno.test("readPlainText() refuses what is not UTF-8, and leaves a byte-order mark out", () =>
  inFolder(async (folder) => {
    const path = `${folder}/text`;
    await Deno.writeFile(path, Uint8Array.of(0xef, 0xbb, 0xbf, 0x61));
    assertEquals(await readPlainText(path, { limit: "record" }), "a");
    await Deno.writeFile(path, Uint8Array.of(0x61, 0xff));
    const error = await assertRejects(() => readPlainText(path, { limit: "record" }));
    assertEquals((error as Error).message, `${path}: not a text file in UTF-8`);
  }));

Deno.test("gunzip() stops at its limit, and refuses what is cut", async () => {
  const zipped = async (bytes: Uint8Array<ArrayBuffer>) =>
    new Uint8Array(
      await new Response(
        new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip")),
      ).arrayBuffer(),
    );
  const bomb = await zipped(new Uint8Array(2 ** 24));
  const options = { limit: 2 ** 20, where: "bomb.gz" };
  const error = await assertRejects(() => gunzip(bomb, options), UnreadableError);
  assertEquals(error.message, "bomb.gz: more than 1 MB, the most that is read");
  const small = await zipped(say("grüße"));
  assertEquals(await gunzip(small, options), say("grüße"));
  for (const cut of [0, 1, 9, 10, small.length - 9, small.length - 1]) {
    await assertRejects(() => gunzip(small.slice(0, cut), options), UnreadableError, "gzip");
  }
});
