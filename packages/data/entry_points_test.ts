import { assert, assertEquals } from "@std/assert";
import config from "./deno.json" with { type: "json" };
import * as all from "./mod.ts";

const ENTRIES = Object.entries(config.exports).filter(([name]) => name !== ".");

/** What a page may import: no Deno, no Node, nothing from npm. */
const FOR_PAGES = [
  "./example",
  "./sample",
  "./clean_text",
  "./take_balanced",
  "./take_stratified",
  "./inspect_dataset",
  "./tokenize_split",
  "./data_loader",
  "./seeded_random",
];

Deno.test("every public symbol has an entry point of its own", async () => {
  const found = new Map<string, string>();
  for (const [name, path] of ENTRIES) {
    for (const symbol of Object.keys(await import(path))) {
      assertEquals(found.get(symbol), undefined, `${symbol} is in two entry points`);
      found.set(symbol, name);
    }
  }
  assertEquals([...found.keys()].sort(), Object.keys(all).sort());
});

/** Imports that stay when types are taken out. */
const IMPORT = /^(?:import|export) (?!type\b)[^;]*? from "([^"]+)"/gm;

function collectModules(url: URL, found = new Map<string, string>()): Map<string, string> {
  if (found.has(url.href)) return found;
  const source = Deno.readTextFileSync(url);
  found.set(url.href, source);
  for (const [, name] of source.matchAll(IMPORT)) {
    assert(name!.startsWith("."), `${url} imports ${name}`);
    collectModules(new URL(name!, url), found);
  }
  return found;
}

Deno.test("entry points for pages import nothing but their own files, and no Deno", () => {
  for (const name of FOR_PAGES) {
    const path = (config.exports as Record<string, string>)[name];
    assert(path !== undefined, name);
    for (const [url, source] of collectModules(new URL(path, import.meta.url))) {
      const code = source.replace(/\/\*[^]*?\*\//g, "");
      assertEquals(/\bDeno\b|\bprocess\b|import\.meta/.exec(code)?.[0], undefined, url);
    }
  }
});
