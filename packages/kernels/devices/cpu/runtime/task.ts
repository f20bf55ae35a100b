/**
 * The structs through which kernels get their arguments, as the assembly declares them: four bytes a
 * field, in order.
 *
 * @module
 */

type FieldType = "u32" | "f32";

/** The layout of a struct: names in order, with their types. */
export type TaskLayout = Readonly<Record<string, FieldType>>;

/** A value for every field. Addresses are u32. */
export type TaskValues<Layout extends TaskLayout> = { readonly [Name in keyof Layout]: number };

/** Bytes of a struct. */
export function taskSize(layout: TaskLayout): number {
  return 4 * Object.keys(layout).length;
}

/** Writes a struct to `address`. */
export function writeTask<Layout extends TaskLayout>(
  memory: WebAssembly.Memory,
  address: number,
  layout: Layout,
  values: TaskValues<Layout>,
): void {
  const view = new DataView(memory.buffer, address, taskSize(layout));
  let offset = 0;
  for (const name in layout) {
    if (layout[name] === "f32") view.setFloat32(offset, values[name], true);
    else view.setUint32(offset, values[name], true);
    offset += 4;
  }
}
