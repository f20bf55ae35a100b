/**
 * Memory blocks inside one shared WebAssembly.Memory, which grows as it is needed.
 *
 * Best fit over a list of free blocks kept in order of address; neighbours are joined when freed, so a
 * training loop whose tensors change size from step to step does not fragment it. The list is short (tens
 * of blocks), a binary search and a scan of it cost less than a microsecond.
 *
 * @module
 */

const PAGE = 65536;
/** Blocks start at multiples of a cache line, so no two threads write to the same one by accident. */
const ALIGNMENT = 64;
const MAXIMUM_PAGES = 65536;

interface FreeBlock {
  address: number;
  size: number;
}

/** Views of the memory, to be had from {@linkcode Heap.lend}. */
export class MemoryViews {
  readonly #buffer: ArrayBufferLike;

  /** Views of this buffer. */
  constructor(buffer: ArrayBufferLike) {
    this.#buffer = buffer;
  }

  /** float32 values. */
  floats(address: number, length: number): Float32Array {
    return new Float32Array(this.#buffer, address, length);
  }

  /** float64 values. */
  doubles(address: number, length: number): Float64Array {
    return new Float64Array(this.#buffer, address, length);
  }

  /** int32 values. */
  integers(address: number, length: number): Int32Array {
    return new Int32Array(this.#buffer, address, length);
  }
}

/** Allocates blocks of a WebAssembly memory. Not thread safe: only the main thread allocates. */
export class Heap {
  readonly memory: WebAssembly.Memory;
  #free: FreeBlock[] = [];
  #sizes = new Map<number, number>();
  #end: number;
  #used = 0;
  #peak = 0;
  #isLent = false;

  /** Manages the bytes of `memory` from `base` on. */
  constructor(memory: WebAssembly.Memory, base: number) {
    this.memory = memory;
    this.#end = roundUp(base, ALIGNMENT);
    this.#release(this.#end, memory.buffer.byteLength - this.#end);
    this.#end = memory.buffer.byteLength;
  }

  /** Bytes in blocks that are allocated now. */
  get usedBytes(): number {
    return this.#used;
  }

  /** The largest value that `usedBytes` has had. */
  get peakBytes(): number {
    return this.#peak;
  }

  /** Bytes that the memory has grown to. */
  get reservedBytes(): number {
    return this.#end;
  }

  /**
   * The address of a new block of at least this many bytes, contents undefined.
   *
   * Throws an Error that says how much was asked for and how much is in use where memory does not suffice, and
   * one where it is lent: see {@linkcode lend}.
   */
  allocate(bytes: number): number {
    if (this.#isLent) {
      throw new Error(
        "memory cannot be allocated while it is lent: take all addresses before the views",
      );
    }
    const size = Math.max(ALIGNMENT, roundUp(bytes, ALIGNMENT));
    let index = this.#bestFit(size);
    if (index < 0) {
      this.#grow(size);
      index = this.#bestFit(size);
    }
    const block = this.#free[index]!;
    const address = block.address;
    if (block.size === size) this.#free.splice(index, 1);
    else {
      block.address += size;
      block.size -= size;
    }
    this.#sizes.set(address, size);
    this.#used += size;
    this.#peak = Math.max(this.#peak, this.#used);
    return address;
  }

  /** Gives a block back. Throws where the address is not one of an allocated block. */
  free(address: number): void {
    const size = this.#sizes.get(address);
    if (size === undefined) throw new Error(`no block is allocated at address ${address}`);
    this.#sizes.delete(address);
    this.#used -= size;
    this.#release(address, size);
  }

  /**
   * Runs `body` with views of the memory, which may be used in it alone. A memory that is not shared detaches all
   * its views when it grows, so nothing can be allocated meanwhile, whether it would have to grow or not.
   */
  lend<Result>(body: (views: MemoryViews) => Result): Result {
    const isOutermost = !this.#isLent;
    this.#isLent = true;
    try {
      return body(new MemoryViews(this.memory.buffer));
    } finally {
      if (isOutermost) this.#isLent = false;
    }
  }

  #bestFit(size: number): number {
    let best = -1, bestSize = Infinity;
    for (let i = 0; i < this.#free.length; i++) {
      const candidate = this.#free[i]!.size;
      if (candidate >= size && candidate < bestSize) {
        best = i;
        bestSize = candidate;
        if (candidate === size) break;
      }
    }
    return best;
  }

  #grow(size: number): void {
    const last = this.#free.at(-1);
    const tail = last && last.address + last.size === this.#end ? last.size : 0;
    const needed = Math.ceil((size - tail) / PAGE);
    const available = MAXIMUM_PAGES - this.#end / PAGE;
    // A tenth more than needed, so that a slowly growing program does not grow it at every call.
    const pages = Math.min(available, needed + Math.ceil(this.#end / PAGE / 10));
    if (needed > available || !this.#tryGrow(pages) && !this.#tryGrow(needed)) {
      throw new Error(
        `out of memory: asked for ${megabytes(size)}, ${
          megabytes(this.#used)
        } are in use and the ` +
          `limit is ${megabytes(MAXIMUM_PAGES * PAGE)}; a smaller batch needs less`,
      );
    }
    const end = this.memory.buffer.byteLength;
    this.#release(this.#end, end - this.#end);
    this.#end = end;
  }

  #tryGrow(pages: number): boolean {
    try {
      this.memory.grow(pages);
      return true;
    } catch {
      return false;
    }
  }

  #release(address: number, size: number): void {
    const free = this.#free;
    let low = 0, high = free.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (free[middle]!.address < address) low = middle + 1;
      else high = middle;
    }
    const before = free[low - 1], after = free[low];
    const joinsBefore = before !== undefined && before.address + before.size === address;
    const joinsAfter = after !== undefined && address + size === after.address;
    if (joinsBefore && joinsAfter) {
      before.size += size + after.size;
      free.splice(low, 1);
    } else if (joinsBefore) before.size += size;
    else if (joinsAfter) {
      after.address = address;
      after.size += size;
    } else free.splice(low, 0, { address, size });
  }
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
