// Compiles one build of the kernels, and writes the module to standard output:
// _assemble.ts relaxed|fixed ENTRY. build.ts runs it in a process of its own, apart from the workspace's
// configuration and lock, so that nobody installs AssemblyScript (100 MB) who does not build.

/** What is used of AssemblyScript's compiler. */
interface Compiler {
  main(options: readonly string[], files: {
    readFile(name: string): string | null;
    writeFile(name: string, contents: string | Uint8Array): void;
    listFiles(): null;
  }): Promise<{ error: Error | null; stderr: { toString(): string } }>;
}

// A computed specifier: the workspace's lock takes in what is written out.
const specifier = ["npm:assemblyscript@0.28.20", "asc"].join("/");
const compiler: Compiler = (await import(specifier)).default;

const [build, entry] = Deno.args;
const folder = new URL("./assembly/", import.meta.url);
let binary: Uint8Array | undefined;
const { error, stderr } = await compiler.main([
  entry!,
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
  ...(build === "relaxed" ? ["--enable", "relaxed-simd"] : []),
  "-O2",
  "--noAssert",
], {
  readFile(name) {
    try {
      return Deno.readTextFileSync(new URL(name, folder));
    } catch {
      return null;
    }
  },
  writeFile(_name, contents) {
    if (contents instanceof Uint8Array) binary = contents;
  },
  listFiles: () => null,
});
if (error || !binary) {
  console.error(`assemblyscript: ${stderr.toString() || error}`);
  Deno.exit(1);
}
await new Blob([binary as Uint8Array<ArrayBuffer>]).stream().pipeTo(Deno.stdout.writable);
