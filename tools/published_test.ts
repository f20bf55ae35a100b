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
