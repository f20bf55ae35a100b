// Named arrays of float32 as one file in the safetensors format (Hugging Face): eight bytes with the
// length of a JSON header, the header, the numbers. It knows float32 alone, and no other type.
import { checkSchema, describeIssue } from "@sluice/runs/check_schema";
import { z } from "zod";

/** A float32 tensor with a name. */
export interface NamedTensor {
  /** The name, unique in its file. */
  name: string;
  /** The size of each dimension. */
  shape: number[];
  /** The values, row-major. */
  data: Float32Array;
}

/**
 * Writes tensors in the safetensors format.
 *
 * @param tensors The tensors; each name once, and not `__metadata__`.
 * @param metadata Texts by name.
 * @returns The content of the file.
 * @throws {Error} Where two tensors have one name.
 *
 * @example
 * ```ts
 * import { decodeSafetensors, encodeSafetensors } from "@sluice/train";
 * import { assertEquals } from "@std/assert";
 *
 * const tensors = [{ name: "bias", shape: [2], data: Float32Array.of(1, 2) }];
 * const bytes = encodeSafetensors(tensors, { made: "by hand" });
 * assertEquals(decodeSafetensors(bytes, "memory"), { tensors, metadata: { made: "by hand" } });
 * ```
 */
export function encodeSafetensors(
  tensors: readonly NamedTensor[],
  metadata: Record<string, string> = {},
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const { name, shape, data } of tensors) {
    if (Object.hasOwn(header, name)) throw new Error(`two tensors are named ${name}`);
    header[name] = { dtype: "F32", shape, data_offsets: [end, end += data.byteLength] };
  }
  let text = JSON.stringify(header);
  const length = new TextEncoder().encode(text).length;
  // Spaces after the header keep the numbers aligned, as the format asks.
  const padded = Math.ceil(length / 8) * 8;
  text += " ".repeat(padded - length);
  const bytes = new Uint8Array(8 + padded + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.set(new TextEncoder().encode(text), 8);
  let offset = 8 + padded;
  for (const { data } of tensors) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return bytes;
}

/** The most bytes of a header, as the format has it. */
const MAX_HEADER = 100_000_000;

const entrySchema = z.object({
  dtype: z.literal("F32", { error: "expected F32, the one type that is read" }),
  shape: z.array(z.int().min(0)).max(16),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
});

const metadataSchema = z.record(z.string(), z.string());

/**
 * Reads tensors in the safetensors format.
 *
 * @param bytes The content of the file.
 * @param where Where it comes from, for the error message: a path.
 * @throws {Error} One line, where the file is cut short or not of this format, or holds another type
 * than float32.
 */
export function decodeSafetensors(
  bytes: Uint8Array,
  where: string,
): { tensors: NamedTensor[]; metadata: Record<string, string> } {
  const damaged = (why: string) => new Error(`${where}: not a whole safetensors file: ${why}`);
  const start = dataStart(bytes, where);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, start)));
  } catch {
    throw damaged("its header is not JSON");
  }
  if (typeof header !== "object" || header === null || Array.isArray(header)) {
    throw damaged("its header is not an object");
  }
  const tensors: NamedTensor[] = [];
  let metadata: Record<string, string> = {};
  let held = 0;
  for (const [name, value] of Object.entries(header)) {
    const check = <T>(schema: z.ZodType<T>): T => {
      const checked = checkSchema(schema, value);
      if (checked.success) return checked.data;
      throw new Error(
        `${where}: ${JSON.stringify(name.slice(0, 100))}: ${describeIssue(checked.error)}`,
      );
    };
    if (name === "__metadata__") {
      metadata = check(metadataSchema);
      continue;
    }
    const { shape, data_offsets: [from, to] } = check(entrySchema);
    if (to - from !== 4 * shape.reduce((size, dimension) => size * dimension, 1)) {
      throw damaged(`${JSON.stringify(name.slice(0, 100))} has no sensible shape`);
    }
    // Tensors do not overlap, or a small file could hold many large ones.
    held += to - from;
    if (start + to > bytes.length || held > bytes.length - start) throw damaged("it is cut short");
    // Copied, as a Float32Array needs an offset that is a multiple of four.
    const data = new Float32Array(bytes.slice(start + from, start + to).buffer);
    tensors.push({ name, shape, data });
  }
  return { tensors, metadata };
}

/**
 * Where the header of a file in the safetensors format ends and the numbers begin.
 *
 * @throws {Error} One line, where there is no whole header.
 */
export function dataStart(bytes: Uint8Array, where: string): number {
  const damaged = (why: string) => new Error(`${where}: not a whole safetensors file: ${why}`);
  if (bytes.length < 8) throw damaged("it is cut short");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > bytes.length - 8) throw damaged("its header is cut short");
  if (length > MAX_HEADER) throw damaged("its header is far too long");
  return 8 + length;
}
