/**
 * The module for engines without SharedArrayBuffer, as browsers are on pages that are not cross-origin
 * isolated.
 *
 * The built modules import a shared memory. Nothing else in them needs it to be shared, and one bit of the
 * import says so: with it cleared, the same module takes a memory that is not.
 *
 * @module
 */

const IMPORT_SECTION = 2;
/** What an import can be, as the byte after its names says. */
const TABLE = 1, MEMORY = 2, GLOBAL = 3;
/** The bit of a memory's limits that makes it shared. */
const SHARED = 2;

/**
 * A copy of a WebAssembly module whose imported memories are not shared.
 *
 * @param module The bytes of the module; other imports may be functions, tables of one-byte types and globals.
 * @throws {Error} if the bytes are not those of a WebAssembly module.
 */
export function unsharedModule(module: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(module);
  if (bytes.length < 8 || String.fromCharCode(...bytes.subarray(0, 4)) !== "\0asm") {
    throw new Error("these are not the bytes of a WebAssembly module");
  }
  let at = 8;
  /** An unsigned LEB128 number, which it steps over. */
  const number = (): number => {
    let value = 0, factor = 1, byte: number;
    do {
      if (at >= bytes.length) throw new Error("the WebAssembly module ends early");
      byte = bytes[at++]!;
      value += (byte & 127) * factor;
      factor *= 128;
    } while (byte & 128);
    return value;
  };
  const skipName = () => {
    const length = number();
    at += length;
  };
  /** Steps over limits; the flags' lowest bit says whether there is a maximum. */
  const limits = () => {
    const flags = number();
    number();
    if (flags & 1) number();
  };
  while (at < bytes.length) {
    const section = bytes[at++], size = number(), end = at + size;
    if (section === IMPORT_SECTION) {
      for (let left = number(); left > 0; left--) {
        skipName();
        skipName();
        const kind = number();
        if (kind === MEMORY) {
          bytes[at]! &= ~SHARED;
          limits();
        } else if (kind === TABLE) {
          at++;
          limits();
        } else if (kind === GLOBAL) at += 2;
        else number(); // a function's type
      }
    }
    at = end;
  }
  return bytes;
}
