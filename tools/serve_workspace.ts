import { LocalRegistry } from "./local_registry.ts";

/** The root of the repository. */
export const ROOT: URL = new URL("../", import.meta.url);

/** Publishes the repository's packages to a registry on loopback, beside the standard library's packages. */
export async function serveWorkspace(): Promise<LocalRegistry> {
  const registry = new LocalRegistry();
  try {
    await registry.publishWorkspace(ROOT.pathname);
    const { links = [] } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
    for (const link of links) await registry.addFolder(new URL(link, ROOT).pathname);
    return registry;
  } catch (error) {
    await registry[Symbol.asyncDispose]();
    throw error;
  }
}
