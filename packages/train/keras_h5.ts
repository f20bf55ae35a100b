// Weights as an HDF5 file that Keras's `load_weights` reads: a group for each layer, its weights within.
import h5wasm from "h5wasm";
import type { KerasWeight } from "@sluice/models";

/**
 * The content of an `.h5` file of weights, in the layout that Keras 2 writes and Keras 3 still reads:
 * `model.load_weights("weights.h5")`, or with `by_name=True` into a model with more layers.
 *
 * @param weights The weights under Keras's names; what stands before the first slash is the layer's name.
 */
export async function encodeKerasH5(
  weights: readonly KerasWeight[],
): Promise<Uint8Array<ArrayBuffer>> {
  const { FS } = await h5wasm.ready;
  // A file in memory: the library knows no other without a file system of its own.
  const path = `/${crypto.randomUUID()}.h5`;
  const file = new h5wasm.File(path, "w");
  try {
    const layers = Map.groupBy(weights, ({ name }) => name.slice(0, name.indexOf("/")));
    file.create_attribute("layer_names", [...layers.keys()]);
    file.create_attribute("backend", "tensorflow");
    file.create_attribute("keras_version", "2.15.0");
    for (const [layer, own] of layers) {
      const group = file.create_group(layer);
      group.create_attribute("weight_names", own.map(({ name }) => `${name}:0`));
      for (const { name, shape, data } of own) {
        const folders = name.split("/");
        const dataset = `${folders.pop()}:0`;
        let inner = group;
        for (const folder of folders) {
          inner = inner.keys().includes(folder)
            ? inner.get(folder) as typeof group
            : inner.create_group(folder);
        }
        inner.create_dataset({ name: dataset, data, shape, dtype: "<f4" });
      }
    }
    file.flush();
  } finally {
    file.close();
  }
  const bytes = Uint8Array.from(FS.readFile(path) as Uint8Array);
  FS.unlink(path);
  return bytes;
}
