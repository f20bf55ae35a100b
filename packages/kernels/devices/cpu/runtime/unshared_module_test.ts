import { assertEquals, assertThrows } from "@std/assert";
import { base64 as fixed } from "../wasm/fixed.ts";
import { base64 as relaxed } from "../wasm/relaxed.ts";
import { unsharedModule } from "./unshared_module.ts";

const section = (id: number, body: number[]) => [id, body.length, ...body];
const name = (text: string) => [text.length, ...new TextEncoder().encode(text)];
const module = (...sections: number[][]) =>
  new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections.flat()]);

/** A function, a table, a global and a memory of 1 to 300 pages, in that order. */
function importing(memoryFlags: number): Uint8Array<ArrayBuffer> {
  return module(
    section(0, [...name("memory"), 3, 1]), // a custom section, which may hold anything
    section(1, [1, 0x60, 0, 0]),
    section(2, [
      4,
      ...[...name("env"), ...name("function"), 0, 0],
      ...[...name("env"), ...name("table"), 1, 0x70, 1, 1, 5],
      ...[...name("env"), ...name("global"), 3, 0x7f, 0],
      ...[...name("env"), ...name("memory"), 2, memoryFlags, 1, 0xac, 2],
    ]),
  );
}

Deno.test("unsharedModule: clears the one bit that makes an imported memory shared", () => {
  const shared = importing(3);
  assertEquals(unsharedModule(shared), importing(1));
  assertEquals(shared, importing(3));
  assertEquals(unsharedModule(importing(1)), importing(1));
  assertEquals(unsharedModule(module()), module());
  assertEquals(WebAssembly.validate(unsharedModule(shared)), true);
});

for (const [build, base64] of [["relaxed", relaxed], ["fixed", fixed]] as const) {
  Deno.test(`unsharedModule: the ${build} build takes a memory that is not shared`, async () => {
    const bytes = Uint8Array.fromBase64(base64);
    const memory = new WebAssembly.Memory({ initial: 16, maximum: 65536 });
    const unshared = unsharedModule(bytes);
    assertEquals(bytes.filter((byte, i) => byte !== unshared[i]).length, 1);
    await WebAssembly.instantiate(unshared, { env: { memory } });
  });
}

Deno.test("unsharedModule: refuses what is not a module", () => {
  assertThrows(() => unsharedModule(new Uint8Array(3)), Error, "not the bytes of a WebAssembly");
  assertThrows(() => unsharedModule(new Uint8Array(9)), Error, "not the bytes of a WebAssembly");
  assertThrows(() => unsharedModule(module([2, 0x85])), Error, "ends early");
});
