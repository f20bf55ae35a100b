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
