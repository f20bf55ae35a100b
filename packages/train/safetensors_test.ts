import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { decodeSafetensors, encodeSafetensors, type NamedTensor } from "./safetensors.ts";

const tensors: fc.Arbitrary<NamedTensor[]> = fc.uniqueArray(
  fc.record({
    name: fc.string({ minLength: 1 }).filter((name) => !name.startsWith("__")),
    shape: fc.array(fc.nat(5), { maxLength: 3 }),
  }).chain(({ name, shape }) => {
    const size = shape.reduce((product, dimension) => product * dimension, 1);
    return fc.float32Array({ minLength: size, maxLength: size }).map((data) => ({
      name,
      shape,
      data,
    }));
  }),
  { selector: (tensor) => tensor.name, maxLength: 6 },
);

Deno.test("what is written is read back, bit for bit", () => {
  fc.assert(fc.property(
    tensors,
    fc.dictionary(fc.string().filter((name) => name !== "__proto__"), fc.string()),
    (tensors, metadata) => {
      const decoded = decodeSafetensors(encodeSafetensors(tensors, metadata), "memory");
      // JSON keeps keys that look like integers first, so the order of names is not promised.
      const byName = (list: NamedTensor[]) =>
        list.map(({ name, shape, data }) => [name, shape, [...new Uint32Array(data.buffer)]])
          .sort((a, b) => String(a[0]) < String(b[0]) ? -1 : 1);
      assertEquals(
        byName(decoded.tensors),
        byName(tensors.map((tensor) => ({ ...tensor, data: tensor.data.slice() }))),
      );
      assertEquals({ ...decoded.metadata }, { ...metadata });
    },
  ));
});

Deno.test("a file that is cut short is refused in one line, wherever it is cut", () => {
  const whole = encodeSafetensors([{ name: "a", shape: [3], data: Float32Array.of(1, 2, 3) }]);
  for (let length = 0; length < whole.length; length++) {
    const error = assertThrows(
      () => decodeSafetensors(whole.subarray(0, length), "state.safetensors"),
      Error,
      "state.safetensors: not a whole safetensors file",
    );
    assertEquals(error.message.includes("\n"), false);
  }
});

Deno.test("numbers start at a multiple of eight bytes", () => {
  fc.assert(fc.property(fc.string({ minLength: 1 }), (name) => {
    if (name.startsWith("__")) return;
    const bytes = encodeSafetensors([{ name, shape: [1], data: Float32Array.of(1) }]);
    assertEquals((bytes.length - 4) % 8, 0);
  }));
});

Deno.test("a header that is none is refused by what is wrong in it", () => {
  const file = (header: unknown, numbers = 8) => {
    const text = new TextEncoder().encode(JSON.stringify(header));
    const bytes = new Uint8Array(8 + text.length + numbers);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
    bytes.set(text, 8);
    return bytes;
  };
  const entry = { dtype: "F32", shape: [2], data_offsets: [0, 8] };
  const cases: [unknown, string][] = [
    [null, "not a whole safetensors file: its header is not an object"],
    [[1], "not a whole safetensors file: its header is not an object"],
    [{ a: null }, '"a": expected object, received null'],
    [{ a: 5 }, '"a": expected object, received number'],
    [{ a: {} }, '"a": dtype: expected F32, the one type that is read'],
    [{ a: { ...entry, dtype: { x: 1 } } }, '"a": dtype: expected F32, the one type that is read'],
    [{ a: { ...entry, shape: "2" } }, '"a": shape: expected array, received string'],
    [{ a: { ...entry, shape: [-2, -1] } }, '"a": shape[0]: Too small: expected number to be >=0'],
    [{ a: { ...entry, data_offsets: 1 } }, '"a": data_offsets: expected tuple, received number'],
    [{ a: { ...entry, shape: [3] } }, 'not a whole safetensors file: "a" has no sensible shape'],
    [{ a: { ...entry, data_offsets: [8, 16] } }, "not a whole safetensors file: it is cut short"],
    [{ __metadata__: [1] }, '"__metadata__": expected record, received array'],
    [{ __metadata__: { x: 1 } }, '"__metadata__": x: expected string, received number'],
    [{ "a\nb": 5 }, '"a\\nb": expected object, received number'],
  ];
  for (const [header, expected] of cases) {
    const { message } = assertThrows(() => decodeSafetensors(file(header), "x"), Error);
    assertEquals(message, `x: ${expected}`);
  }
  // Many tensors over the same few bytes.
  const entries = Array.from({ length: 1000 }, (_, i) => [`t${i}`, entry]);
  const { message } = assertThrows(
    () => decodeSafetensors(file(Object.fromEntries(entries)), "x"),
    Error,
  );
  assertEquals(message.startsWith("x: not a whole safetensors file"), true);
});
