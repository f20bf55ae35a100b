import { assertEquals, assertMatch } from "@std/assert";
import { checkImports } from "./check_imports.ts";

/** Checks a made-up tree, whose parts are a, b and app: b may import a, and an app both. */
async function checkTree(files: Record<string, string>, config: unknown = {}): Promise<string[]> {
  const root = await Deno.makeTempDir();
  try {
    for (const [path, text] of Object.entries({ "deno.json": JSON.stringify(config), ...files })) {
      await Deno.mkdir(`${root}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
      await Deno.writeTextFile(`${root}/${path}`, text);
    }
    return await checkImports(root, { a: [], b: ["a"], app: ["a", "b"] });
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

Deno.test("a tree without cycles whose arrows are right is left alone", async () => {
  const files = {
    "a/one.ts": 'export * from "./two.ts";',
    "a/two.ts": "export const two = 2;",
    "b/mod.ts": 'import { two } from "a"; export { two };',
    "app/main.ts": 'import "../b/mod.ts"; import config from "../deno.json" with { type: "json" };',
    "skipped/broken.ts": 'import "../nowhere.ts";',
  };
  const config = { imports: { a: "./a/one.ts" }, exclude: ["skipped/"] };
  assertEquals(await checkTree(files, config), []);
});

Deno.test("cycles are found however the files import", async () => {
  const kinds = {
    "a value": 'import { x } from "./a.ts"; export const y = x;',
    "a type": 'import type { X } from "./a.ts"; export type Y = X;',
    "a type among values": 'import { type X } from "./a.ts"; export type Y = X;',
    "again": 'export { x } from "./a.ts";',
    "a type again": 'export type { X } from "./a.ts";',
    "when it runs": 'await import("./a.ts");',
    "a type by its place": 'export type Y = import("./a.ts").X;',
    "by the map's name": 'import "mapped/a.ts";',
  };
  for (const [kind, text] of Object.entries(kinds)) {
    const wrong = await checkTree({
      "a/a.ts": 'import "./b.ts"; export type X = 1; export const x = 1;',
      "a/b.ts": text,
    }, { imports: { "mapped/": "./a/" } });
    assertEquals(wrong, ["import cycle: a/a.ts -> a/b.ts -> a/a.ts"], kind);
  }
});

Deno.test("each import on a cycle is told with the shortest cycle that it lies on", async () => {
  const wrong = await checkTree({
    "a/1.ts": 'import "./2.ts"; import "./1.ts";',
    "a/2.ts": 'import "./3.ts";',
    "a/3.ts": 'import "./1.ts"; import "./2.ts"; import "./4.ts";',
    "a/4.ts": "export {};",
  });
  assertEquals(wrong, [
    "import cycle: a/1.ts -> a/1.ts",
    "import cycle: a/1.ts -> a/2.ts -> a/3.ts -> a/1.ts",
    "import cycle: a/2.ts -> a/3.ts -> a/2.ts",
  ]);
});

Deno.test("imports against the arrows, and folders without a rule, are told", async () => {
  const wrong = await checkTree({
    "a/one.ts": 'import type { B } from "../b/mod.ts"; export type A = B;',
    "b/mod.ts": 'export type B = 1; await import("../app/main.ts");',
    "app/main.ts": "export {};",
    "c/mod.ts": "export {};",
  });
  assertEquals(wrong, [
    "a/one.ts imports b/mod.ts; a may import nothing",
    "b/mod.ts imports app/main.ts; b may import a",
    "c/mod.ts: no rule says what this folder may import; add one",
  ]);
});

Deno.test("imports that lead nowhere are told, with the file", async () => {
  const wrong = await checkTree({
    "a/one.ts": 'import "./gone.ts"; import "nameless";',
    "a/two.ts": 'import "./two.ts";',
  });
  assertEquals(wrong.length, 3);
  assertMatch(wrong[0]!, /^a\/gone.ts: Module not found/);
  assertMatch(wrong[1]!, /^a\/one.ts: .*"nameless"/);
  assertEquals(wrong[2], "import cycle: a/two.ts -> a/two.ts");
});
