import h5wasm, { type Dataset, type Group } from "h5wasm";
import { assertEquals } from "@std/assert";
import { encodeKerasH5 } from "./keras_h5.ts";

Deno.test("encodeKerasH5: Keras's layout, with every value in its place", async () => {
  const weights = [
    { name: "embedding/embeddings", shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
    {
      name: "bidirectional_1/forward_lstm_1/lstm_cell/kernel",
      shape: [1],
      data: Float32Array.of(5),
    },
    {
      name: "bidirectional_1/forward_lstm_1/lstm_cell/bias",
      shape: [2],
      data: Float32Array.of(6, 7),
    },
  ];
  const bytes = await encodeKerasH5(weights);
  const { FS } = await h5wasm.ready;
  FS.writeFile("/read.h5", bytes);
  const file = new h5wasm.File("/read.h5", "r");
  assertEquals(file.attrs["layer_names"]!.value, ["embedding", "bidirectional_1"]);
  const found = ["embedding", "bidirectional_1"].flatMap((layer) => {
    const group = file.get(layer) as Group;
    return (group.attrs["weight_names"]!.value as string[]).map((name) => {
      const { shape, value } = group.get(name) as Dataset;
      return { name: name.replace(/:0$/, ""), shape, data: value };
    });
  });
  assertEquals(found, weights as unknown as typeof found);
  file.close();
  FS.unlink("/read.h5");
});
