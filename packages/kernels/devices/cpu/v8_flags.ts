/**
 * Prints the V8 flags under which the kernels are up to twice as fast, where this Deno has them:
 *
 *     deno run $(deno run --allow-run=deno jsr:@sluice/kernels/v8-flags) train.ts
 *
 * With `--experimental-wasm-revectorize`, V8 compiles pairs of 128-bit vectors into AVX2, on x86-64. It joins
 * loads and stores only where nothing lies between them; as Deno compares the address of each with the size
 * of the memory, that takes `--no-wasm-bounds-checks`, which leaves all WebAssembly in the process as
 * unchecked as native code: not for processes that run WebAssembly which they do not trust. The kernels'
 * tests run with and without checks.
 *
 * @module
 */

/** The flags for V8, as an option of `deno run`. */
export const V8_FLAGS = "--v8-flags=--experimental-wasm-revectorize,--no-wasm-bounds-checks";

/**
 * Whether this Deno knows the flags; builds for other processors refuse to start with them. Runs `deno`,
 * for which `--allow-run=deno` is enough.
 */
export function knowsFlags(): boolean {
  if (Deno.build.arch !== "x86_64") return false;
  return startDeno((deno) =>
    new Deno.Command(deno, {
      args: ["eval", V8_FLAGS, "0"],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).outputSync().success
  );
}

/**
 * Starts Deno: the one that runs this, or where it may not be run by its path, the one of that name.
 *
 * @param start Starts the program of a name.
 * @throws {Deno.errors.NotCapable} Without `--allow-run=deno`.
 */
export function startDeno<Started>(start: (deno: string) => Started): Started {
  try {
    return start(Deno.execPath());
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    return start("deno");
  }
}

if (import.meta.main && knowsFlags()) console.log(V8_FLAGS);
