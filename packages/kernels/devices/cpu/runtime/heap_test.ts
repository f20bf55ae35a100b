import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { Heap } from "./heap.ts";

function newHeap(initial = 2, maximum = 200): Heap {
  return new Heap(new WebAssembly.Memory({ initial, maximum, shared: true }), 1000);
}

Deno.test("Heap: blocks never overlap, and all memory comes back", () => {
  const action = fc.oneof(
    fc.record({ allocate: fc.integer({ min: 0, max: 300_000 }) }),
    fc.record({ free: fc.nat() }),
  );
  fc.assert(fc.property(fc.array(action, { maxLength: 80 }), (actions) => {
    const heap = newHeap();
    const blocks: { address: number; bytes: number }[] = [];
    for (const action of actions) {
      if ("allocate" in action) {
        const address = heap.allocate(action.allocate);
        assertEquals(address % 64, 0);
        for (const other of blocks) {
          assert(
            address + action.allocate <= other.address ||
              other.address + other.bytes <= address,
          );
        }
        assert(address >= 1000 && address + action.allocate <= heap.memory.buffer.byteLength);
        blocks.push({ address, bytes: action.allocate });
      } else if (blocks.length) {
        heap.free(blocks.splice(action.free % blocks.length, 1)[0]!.address);
      }
    }
    for (const { address } of blocks) heap.free(address);
    assertEquals(heap.usedBytes, 0);
    const reserved = heap.reservedBytes;
    heap.allocate(reserved - 1024);
    assertEquals(heap.reservedBytes, reserved);
  }));
});

Deno.test("Heap: ten thousand steps of changing sizes keep the memory bounded", () => {
  const heap = newHeap(2, 65536);
  let state = 1;
  const random = () => (state = state * 48271 % 0x7fffffff) / 0x7fffffff;
  const kept = [heap.allocate(3_840_000), heap.allocate(100_000)];
  for (let step = 0; step < 10_000; step++) {
    const length = 40 + Math.floor(random() * 450);
    const blocks = [4, 128, 60_000 * length / 493, 8000, 1000 * length].map((n) =>
      heap.allocate(n)
    );
    blocks.sort(() => random() - 0.5).forEach((block) => heap.free(block));
  }
  assert(heap.reservedBytes < 8_000_000, `${heap.reservedBytes} bytes`);
  kept.forEach((block) => heap.free(block));
});

Deno.test("Heap: says how much was asked for when there is no more, and stays usable", () => {
  const heap = newHeap(2, 4);
  const block = heap.allocate(100_000);
  assertThrows(() => heap.allocate(1_000_000), Error, "out of memory: asked for 1.0 MiB");
  heap.free(block);
  assertThrows(() => heap.free(block), Error, "no block is allocated");
  heap.allocate(100_000);
});

Deno.test("Heap: nothing is allocated while memory is lent", () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 2 });
  const heap = new Heap(memory, 0);
  const address = heap.allocate(64);
  heap.lend((views) => {
    views.floats(address, 16).fill(1.5);
    assertThrows(() => heap.allocate(64), Error, "memory cannot be allocated while it is lent");
    assertThrows(() => heap.lend(() => heap.allocate(64)), Error, "while it is lent");
    assertThrows(() => heap.allocate(64), Error, "while it is lent");
    heap.free(address);
  });
  assertThrows(() =>
    heap.lend(() => {
      throw new RangeError("of the body");
    }), RangeError);
  assertEquals(heap.allocate(64), address);
  assertEquals(heap.lend((views) => views.floats(address, 16)[15]), 1.5);
});
