import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { printable, printableJson, printableLines } from "./printable.ts";

Deno.test("printable() shows what would command a terminal or turn a line round", () => {
  assertEquals(printable("\x1b]0;title\x07"), "\\u{1b}]0;title\\u{7}");
  assertEquals(
    printable("\u009b31m \u202eevil\u2066 \u200b\u2028"),
    "\\u{9b}31m \\u{202e}evil\\u{2066} \\u{200b}\\u{2028}",
  );
  assertEquals(printable("a\nb\r\n"), "a\\u{a}b\\u{d}\\u{a}");
  for (const fine of ["grüße 🎬", "🧑‍🚀", "a\tb", "می‌خواهم", "日本語", ""]) {
    assertEquals(printable(fine), fine);
  }
});

Deno.test("printable() and its kin leave nothing unseen, and JSON its meaning", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    assertEquals(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u.test(printable(text).replaceAll("\t", "")), false);
    assertEquals(printable(printable(text)), printable(text));
    assertEquals(printableLines(text).split("\n").length, text.split("\n").length);
    const json = printableJson({ [text]: text });
    assertEquals(JSON.parse(json), { [text]: text });
    assertEquals(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u.test(json), false);
  }));
});

Deno.test("commands print in no other way", async () => {
  const others: string[] = [];
  const look = async (folder: URL) => {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      if (isDirectory) await look(new URL(`${name}/`, folder));
      if (!name.endsWith(".ts") || name.endsWith("_test.ts") || name === "print.ts") continue;
      const code = (await Deno.readTextFile(new URL(name, folder))).replaceAll(
        /^ *(\*|\/\/).*$/gm,
        "",
      );
      if (/console\.\w+\(/.test(code)) others.push(name);
    }
  };
  await look(new URL("../", import.meta.url));
  assertEquals(others, []);
});
