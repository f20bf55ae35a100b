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

/** The builds, by the name of their file. */
export const BUILDS = { "relaxed.wasm": true, "fixed.wasm": false } as const;

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

if (import.meta.main) {
  for (const [name, relaxed] of Object.entries(BUILDS)) {
    const binary = await compileKernels(relaxed);
    await Deno.writeFile(new URL(`./wasm/${name}`, import.meta.url), binary);
    console.log(`wasm/${name}: ${binary.length} bytes`);
  }
}
