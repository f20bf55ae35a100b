// The packages as a user has them who has no checkout: published by `deno publish` to a registry on loopback,
// added to an empty project by `deno add`, and run with the permissions that the READMEs name.

import { assertEquals } from "@std/assert";
import { LocalRegistry } from "./local_registry.ts";
import { readReadmeExamples } from "./readme_examples.ts";
import { RegistryProject } from "./registry_project.ts";

const ROOT = new URL("../", import.meta.url);
const { workspace, links = [] } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));

let registry: LocalRegistry;

Deno.test.beforeAll(async () => {
  registry = new LocalRegistry();
  await registry.publishWorkspace(ROOT.pathname);
  // What JSR has already.
  for (const link of links) await registry.addFolder(new URL(link, ROOT).pathname);
});

Deno.test.afterAll(() => registry[Symbol.asyncDispose]());

for (const folder of workspace) {
  const { name } = JSON.parse(await Deno.readTextFile(new URL(`${folder}/deno.json`, ROOT)));
  if (name === undefined) continue;
  Deno.test(`the README's examples of ${name} run from the registry`, async (t) => {
    const readme = await Deno.readTextFile(new URL(`${folder}/README.md`, ROOT));
    const { dependencies, examples } = readReadmeExamples(readme, name);
    await using project = await RegistryProject.create(registry);
    await project.add(dependencies);
    for (const { line, code, flags } of examples) {
      await t.step(`line ${line}: ${["deno run", ...flags].join(" ")}`, async () => {
        await project.write("example.ts", code);
        const ended = await project.deno(["run", ...flags, "example.ts"]);
        assertEquals(ended.code, 0, ended.stderr);
      });
    }
  });
}
