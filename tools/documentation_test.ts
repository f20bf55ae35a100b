// All that a package exports is documented, and what it mentions is exported, too.

import { assertEquals } from "@std/assert";
import { ROOT } from "./serve_workspace.ts";

const { workspace } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
for (const member of workspace) {
  const folder = new URL(`${member}/`, ROOT).pathname;
  const { name, exports } = JSON.parse(await Deno.readTextFile(`${folder}deno.json`));
  if (name === undefined) continue;
  Deno.test(`the public names of ${name} are documented`, async () => {
    const entries: string[] = typeof exports === "string" ? [exports] : Object.values(exports);
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["doc", "--lint", ...entries],
      cwd: folder,
      env: { NO_COLOR: "1" },
    }).output();
    const said = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
    const errors = [...said.matchAll(/^(error\[.*)\n *--> (.*)$/gm)].map(([, error, at]) =>
      `${error} at ${at}`
    );
    const own = await declaredNames(folder);
    // Types of other packages count as private, too, as tensors do; those are exported where they are made.
    const isForeign = (line: string) => {
      const type = /references private type '(\w+)'/.exec(line)?.[1];
      return type !== undefined && !own.has(type);
    };
    assertEquals(errors.filter((line) => !isForeign(line)), []);
  });
}

/** The names of types and classes that the modules of a folder declare, internal ones apart. */
async function declaredNames(folder: string): Promise<Set<string>> {
  const names = new Set<string>();
  for await (const { name, isFile, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) {
      for (const inner of await declaredNames(`${folder}${name}/`)) names.add(inner);
    }
    if (!isFile || !/^[^_].*\.ts$/.test(name)) continue;
    const source = await Deno.readTextFile(folder + name);
    for (
      const [, found] of source.matchAll(
        /^(?:export )?(?:abstract )?(?:interface|type|class|enum) (\w+)/gm,
      )
    ) {
      names.add(found!);
    }
  }
  return names;
}
