// The READMEs' examples as a user runs them who has no checkout: added to an empty project by `deno add`, from a
// registry to which `deno publish` has published the packages, with the permissions that the READMEs name.

import { assertEquals } from "@std/assert";
import type { LocalRegistry } from "./local_registry.ts";
import { readReadmeExamples } from "./readme_examples.ts";
import { RegistryProject } from "./registry_project.ts";
import { ROOT, serveWorkspace } from "./serve_workspace.ts";

let registry: LocalRegistry;
Deno.test.beforeAll(async () => {
  registry = await serveWorkspace();
});
Deno.test.afterAll(() => registry[Symbol.asyncDispose]());

const { workspace } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
for (const folder of workspace) {
  const { name } = JSON.parse(await Deno.readTextFile(new URL(`${folder}/deno.json`, ROOT)));
  if (name === undefined) continue;
  Deno.test(`every module of ${name} that is published is used`, () => {
    const files = registry.files(name);
    const modules = [...files.keys()].filter((path) => path.endsWith(".ts"));
    const reached = reachModules(files);
    const unused = modules.filter((path) => !reached.has(path));
    assertEquals(unused, [], "publish.exclude of the package's deno.json leaves files out");
  });
  Deno.test(`the examples in the README of ${name} run from the registry`, async (t) => {
    const readme = await Deno.readTextFile(new URL(`${folder}/README.md`, ROOT));
    const { dependencies, examples } = readReadmeExamples(readme, name);
    await using project = await RegistryProject.create(registry);
    await project.add(dependencies);
    for (const { line, code, flags } of examples) {
      await t.step(`line ${line}: ${["deno run", ...flags, "example.ts"].join(" ")}`, async () => {
        await project.write("example.ts", code);
        const ended = await project.deno(["run", ...flags, "example.ts"]);
        assertEquals(ended.code, 0, ended.stderr);
      });
    }
  });
}

/** The modules that a package's entry points name, or that those name, and so on: by their relative specifiers. */
function reachModules(files: ReadonlyMap<string, Uint8Array>): Set<string> {
  const decoder = new TextDecoder();
  const { exports } = JSON.parse(decoder.decode(files.get("/deno.json")));
  const entries: string[] = typeof exports === "string" ? [exports] : Object.values(exports);
  const waiting = entries.map((path) => path.slice(1));
  const reached = new Set<string>();
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path) || !files.has(path)) continue;
    reached.add(path);
    const source = decoder.decode(files.get(path));
    for (const [, start, rest] of source.matchAll(/["`](\.\.?\/[^"`$\n]+)("|`|\$)/g)) {
      const named = new URL(start!, `file://${path}`).pathname;
      // What is put together when it runs may be any file that begins so.
      if (rest === "$") waiting.push(...[...files.keys()].filter((file) => file.startsWith(named)));
      else waiting.push(named);
    }
  }
  return reached;
}
