import { stripTypeScriptTypes } from "node:module";

/**
 * Writes a published package as JSR's npm registry gives it to Node and Bun: beside each module of TypeScript one of
 * JavaScript, and a package.json with its exports. Packages that import others are not supported.
 *
 * @param files The package's files, by their paths, which begin with `/`.
 * @param folder Where node_modules is made.
 * @throws {Error} if a module imports another package.
 */
export async function writeNpmPackage(
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
  folder: string,
): Promise<void> {
  const decoder = new TextDecoder();
  const { name, version, exports } = JSON.parse(decoder.decode(files.get("/deno.json")));
  const target = `${folder}/node_modules/${name}`;
  for (const [path, bytes] of files) {
    await Deno.mkdir(`${target}${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
    await Deno.writeFile(target + path, bytes);
    if (!path.endsWith(".ts")) continue;
    const script = stripTypeScriptTypes(decoder.decode(bytes)).replaceAll(SPECIFIER, "$1.js$2");
    const foreign = FOREIGN.exec(script.replaceAll(/^ ?\*.*$/gm, ""))?.[1];
    if (foreign) throw new Error(`${name}${path} imports ${foreign}`);
    await Deno.writeTextFile(target + javaScript(path), script);
  }
  const entries = typeof exports === "string" ? { ".": exports } : exports;
  const mapped = Object.entries(entries).map(([entry, path]) => [entry, javaScript(`${path}`)]);
  await Deno.writeTextFile(
    `${target}/package.json`,
    JSON.stringify({ name, version, type: "module", exports: Object.fromEntries(mapped) }),
  );
}

/** A relative specifier of TypeScript, in an import or an export. */
const SPECIFIER = /(\bfrom "\.[^"]*|\bimport\(?"\.[^"]*|\bimport "\.[^"]*)\.ts(")/g;
const FOREIGN = /^(?:import|export)\b[^"]*"((?:jsr|npm):[^"]+)"/m;

function javaScript(path: string): string {
  return path.replace(/\.ts$/, ".js");
}
