/**
 * Builds the WebAssembly modules from `assembly/`: `deno task build:kernels`.
 *
 * `assembly/` is excluded from `deno fmt` and `deno check`: it is AssemblyScript, whose decorators on
 * functions the formatter would delete.
 *
 * Two builds of the same sources: with relaxed SIMD (one fused multiply-add instruction), and without.
 *
 * @module
 */
import { fileURLToPath } from "node:url";

/** The builds, and whether they use relaxed SIMD. */
export const BUILDS = { relaxed: true, fixed: false } as const;

// What builds is locked apart, in build.lock, so that only those install it who build.
const APART = ["--no-config", "--node-modules-dir=none", "--frozen", "--allow-all"];

/**
 * Compiles one build, in a process of its own, and returns the module's bytes. Throws with the compiler's messages.
 *
 * @param relaxed With relaxed SIMD?
 * @param entry The file of `assembly/` that says what is exported.
 */
export async function compileKernels(
  relaxed: boolean,
  entry = "index.ts",
): Promise<Uint8Array<ArrayBuffer>> {
  const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      ...APART,
      `--lock=${path("build.lock")}`,
      path("_assemble.ts"),
      relaxed ? "relaxed" : "fixed",
      entry,
    ],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr).trim());
  return stdout;
}

/**
 * A build as a module of this package. Not a .wasm file: that would have to be found and fetched, with a
 * permission, from wherever the package comes, bundles would leave it behind, and publishing to JSR rewrites it.
 */
export function moduleSource(name: string, relaxed: boolean, binary: Uint8Array): string {
  return `// Made by build.ts: the kernels ${relaxed ? "with" : "without"} relaxed SIMD, ${name}.
/** The bytes of the WebAssembly module. */
export const base64: string =
  "${binary.toBase64()}";
`;
}

if (import.meta.main) {
  for (const [name, relaxed] of Object.entries(BUILDS)) {
    const binary = await compileKernels(relaxed);
    const source = moduleSource(name, relaxed, binary);
    await Deno.writeTextFile(new URL(`./wasm/${name}.ts`, import.meta.url), source);
    console.log(`wasm/${name}.ts: ${binary.length} bytes of WebAssembly`);
  }
}
