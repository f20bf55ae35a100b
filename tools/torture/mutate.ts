// What a disk, an editor or an enemy does to a file.
import type { Random } from "./random.ts";

/** Values that no field expects. */
const HOSTILE: readonly (() => unknown)[] = [
  () => null,
  () => true,
  () => -1,
  () => 0,
  () => 0.5,
  () => 1e308,
  () => 2 ** 31,
  () => 2 ** 53,
  () => -0,
  () => "",
  () => "__proto__",
  () => "constructor",
  () => "a\nb\u202e\u0000<script>",
  () => "x".repeat(10_000),
  () => [],
  () => ({}),
  () => [[[[[[]]]]]],
  () => ({ length: 4_294_967_295 }),
  () => JSON.parse('{"__proto__": {"polluted": true}}'),
  () => ({ toString: 1, valueOf: 1, toJSON: 1 }),
  () => Array.from({ length: 300 }, (_, i) => i),
];

/** Damaged bytes: bits that flipped, parts that are missing, doubled, moved or added. */
export function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array<ArrayBuffer> {
  let damaged: Uint8Array<ArrayBuffer> = bytes.slice();
  const times = random.chance(0.7) ? 1 : random.between(2, 8);
  for (let i = 0; i < times; i++) {
    const from = random.below(damaged.length);
    const to = Math.min(damaged.length, from + random.below(random.chance(0.8) ? 16 : 4096));
    const part = damaged.slice(from, to);
    switch (random.below(8)) {
      case 0:
        damaged = damaged.slice(0, from);
        break;
      case 1:
        damaged = join(damaged.subarray(0, from), damaged.subarray(to));
        break;
      case 2:
        damaged = join(damaged.subarray(0, to), part, damaged.subarray(to));
        break;
      case 3: {
        const noise = part.map(() => random.below(256));
        damaged = join(damaged.subarray(0, from), noise, damaged.subarray(from));
        break;
      }
      case 4:
        damaged.fill(random.pick([0, 0xff, 0x20, 0x7f]), from, to);
        break;
      case 5: {
        const digits = random.pick(["-1", "1e999", "99999999999", "0x10", "NaN", "null", '"', "{"]);
        const text = new TextEncoder().encode(digits);
        damaged = join(damaged.subarray(0, from), text, damaged.subarray(to));
        break;
      }
      default:
        if (damaged.length > 0) damaged[from]! ^= 1 << random.below(8);
    }
  }
  return damaged;
}

/** A damaged value: parts of it replaced, missing, doubled, renamed or moved. The given one stays. */
export function mutateJson(value: unknown, random: Random): unknown {
  const root = { value: structuredClone(value) };
  const times = random.chance(0.7) ? 1 : random.between(2, 5);
  for (let i = 0; i < times; i++) {
    const [holder, key] = somewhere(root, random);
    const hostile = random.pick(HOSTILE)();
    if (Array.isArray(holder)) {
      const at = Number(key);
      switch (random.below(4)) {
        case 0:
          holder.splice(at, 1);
          break;
        case 1:
          holder.splice(at, 0, structuredClone(holder[at]));
          break;
        default:
          holder[at] = hostile;
      }
    } else {
      switch (holder === root ? 3 : random.below(5)) {
        case 0:
          delete holder[key];
          break;
        case 1:
          define(holder, random.pick(["__proto__", "constructor", "x y", "0", ""]), holder[key]);
          break;
        case 2: {
          const [other, name] = somewhere(root, random);
          holder[key] = structuredClone((other as Record<string, unknown>)[name]);
          break;
        }
        default:
          holder[key] = hostile;
      }
    }
  }
  return root.value;
}

type Tree = Record<string, unknown>;

/** A place in a value: what holds it, and its key there. */
function somewhere(root: Tree, random: Random): [Tree | unknown[], string] {
  let holder: Tree | unknown[] = root;
  let key = "value";
  for (;;) {
    const inner: unknown = (holder as Tree)[key];
    if (typeof inner !== "object" || inner === null) return [holder, key];
    const keys = Object.keys(inner);
    if (keys.length === 0 || random.chance(0.15)) return [holder, key];
    holder = inner as Tree;
    key = random.pick(keys);
  }
}

/** A key of its own, whatever it is called. */
function define(holder: Tree, key: string, value: unknown): void {
  Object.defineProperty(holder, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function join(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
