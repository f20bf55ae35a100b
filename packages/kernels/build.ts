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
import asc from "assemblyscript/asc";

/** The builds, by the name of their file. */
export const BUILDS = { "relaxed.wasm": true, "fixed.wasm": false } as const;

/**
 * Compiles one build and returns the module's bytes. Throws with the compiler's messages.
 *
 * @param relaxed With relaxed SIMD?
 * @param entry The file of `assembly/` that says what is exported.
 */
export async function compileKernels(relaxed: boolean, entry = "index.ts"): Promise<Uint8Array> {
  const folder = new URL("./assembly/", import.meta.url);
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main([
    entry,
    "--outFile",
    "kernels.wasm",
    "--runtime",
    "stub",
    "--importMemory",
    "--sharedMemory",
    "--initialMemory",
    "16",
    "--maximumMemory",
    "65536",
    "--enable",
    "simd",
    "--enable",
    "threads",
    ...(relaxed ? ["--enable", "relaxed-simd"] : []),
    "-O2",
    "--noAssert",
  ], {
    readFile(name: string): string | null {
      try {
        return Deno.readTextFileSync(new URL(name, folder));
      } catch {
        return null;
      }
    },
    writeFile(_name: string, contents: string | Uint8Array) {
      if (contents instanceof Uint8Array) binary = contents;
    },
    listFiles: () => null,
  });
  if (error || !binary) throw new Error(`assemblyscript: ${stderr.toString() || error}`);
  return binary;
}

if (import.meta.main) {
  for (const [name, relaxed] of Object.entries(BUILDS)) {
    const binary = await compileKernels(relaxed);
    await Deno.writeFile(new URL(`./wasm/${name}`, import.meta.url), binary);
    console.log(`wasm/${name}: ${binary.length} bytes`);
  }
}
