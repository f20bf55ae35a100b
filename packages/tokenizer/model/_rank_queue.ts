// A priority queue of (rank, position) for the merge loop: the lowest rank first, and of that the
// lowest position.
//
// Most candidates of one rank come in the order of their positions, so each rank keeps a list, and only
// the ranks are in a heap. In a run of a million equal characters that heap has one element.

const NONE = -1;

/** `pop` sets {@linkcode rank} and {@linkcode position}. */
export class RankQueue {
  /** The rank of the entry that was popped last. */
  rank = 0;
  /** The position of the entry that was popped last. */
  position = 0;
  // Per rank: the first and the last entry of its list, and whether positions ascend along it.
  readonly #first: Int32Array;
  readonly #last: Int32Array;
  readonly #unsorted: Uint8Array;
  // Per entry: its position and the entry that follows it in its list.
  #positions = new Int32Array(1024);
  #following = new Int32Array(1024);
  #size = 0;
  #heap = new Int32Array(256);
  #heapSize = 0;

  /** @param rankCount Ranks are below this. */
  constructor(rankCount: number) {
    this.#first = new Int32Array(rankCount).fill(NONE);
    this.#last = new Int32Array(rankCount);
    this.#unsorted = new Uint8Array(rankCount);
  }

  /** Adds a candidate. */
  push(rank: number, position: number): void {
    if (this.#size === this.#positions.length) this.#growEntries();
    const entry = this.#size++;
    this.#positions[entry] = position;
    this.#following[entry] = NONE;
    if (this.#first[rank] === NONE) {
      this.#first[rank] = entry;
      this.#pushRank(rank);
    } else {
      const last = this.#last[rank]!;
      this.#following[last] = entry;
      if (this.#positions[last]! > position) this.#unsorted[rank] = 1;
    }
    this.#last[rank] = entry;
  }

  /** Takes the first candidate; false when there is none. */
  pop(): boolean {
    if (this.#heapSize === 0) {
      this.#size = 0;
      return false;
    }
    const rank = this.#heap[0]!;
    if (this.#unsorted[rank] === 1) this.#sort(rank);
    const entry = this.#first[rank]!;
    this.rank = rank;
    this.position = this.#positions[entry]!;
    const following = this.#following[entry]!;
    this.#first[rank] = following;
    if (following === NONE) this.#popRank();
    return true;
  }

  #sort(rank: number): void {
    const entries: number[] = [];
    for (let entry = this.#first[rank]!; entry !== NONE; entry = this.#following[entry]!) {
      entries.push(entry);
    }
    const positions = Int32Array.from(entries, (entry) => this.#positions[entry]!).sort();
    entries.forEach((entry, i) => this.#positions[entry] = positions[i]!);
    this.#unsorted[rank] = 0;
  }

  #growEntries(): void {
    const positions = new Int32Array(this.#size * 2), following = new Int32Array(this.#size * 2);
    positions.set(this.#positions);
    following.set(this.#following);
    this.#positions = positions;
    this.#following = following;
  }

  #pushRank(rank: number): void {
    if (this.#heapSize === this.#heap.length) {
      const heap = new Int32Array(this.#heapSize * 2);
      heap.set(this.#heap);
      this.#heap = heap;
    }
    const heap = this.#heap;
    let at = this.#heapSize++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (heap[parent]! <= rank) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = rank;
  }

  #popRank(): void {
    const heap = this.#heap, size = --this.#heapSize;
    const moved = heap[size]!;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && heap[child + 1]! < heap[child]!) child++;
      if (heap[child]! >= moved) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = moved;
  }
}
