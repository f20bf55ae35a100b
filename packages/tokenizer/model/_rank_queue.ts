// A priority queue of (rank, position) for the merge loop: the lowest rank first, and of that the
// lowest position.
//
// Most candidates of one rank come in the order of their positions, so they are kept in runs, which are
// lists that ascend, and only the runs are in a heap. In a million equal characters there is one run.

const NONE = -1;

/** `pop` sets {@linkcode rank} and {@linkcode position}. */
export class RankQueue {
  /** The rank of the entry that was popped last. */
  rank = 0;
  /** The position of the entry that was popped last. */
  position = 0;
  // Per rank: the run that grows, if there is one.
  readonly #growing: Int32Array;
  // Per run: its rank, its first and its last entry.
  #runRank = new Int32Array(256);
  #runFirst = new Int32Array(256);
  #runLast = new Int32Array(256);
  #runCount = 0;
  // Per entry: its position and the entry that follows it in its run.
  #positions = new Int32Array(1024);
  #following = new Int32Array(1024);
  #size = 0;
  #heap = new Int32Array(256);
  #heapSize = 0;

  /** @param rankCount Ranks are below this. */
  constructor(rankCount: number) {
    this.#growing = new Int32Array(rankCount).fill(NONE);
  }

  /** Adds a candidate. */
  push(rank: number, position: number): void {
    if (this.#size === this.#positions.length) {
      this.#positions = doubled(this.#positions);
      this.#following = doubled(this.#following);
    }
    const entry = this.#size++;
    this.#positions[entry] = position;
    this.#following[entry] = NONE;
    const run = this.#growing[rank]!;
    if (run !== NONE && this.#positions[this.#runLast[run]!]! <= position) {
      this.#following[this.#runLast[run]!] = entry;
      this.#runLast[run] = entry;
    } else this.#startRun(rank, entry);
  }

  /** Takes the first candidate; false when there is none. */
  pop(): boolean {
    if (this.#heapSize === 0) {
      this.#size = this.#runCount = 0;
      return false;
    }
    const run = this.#heap[0]!, entry = this.#runFirst[run]!;
    const rank = this.rank = this.#runRank[run]!;
    this.position = this.#positions[entry]!;
    const following = this.#following[entry]!;
    if (following !== NONE) {
      this.#runFirst[run] = following;
      this.#siftDown(run);
    } else {
      if (this.#growing[rank] === run) this.#growing[rank] = NONE;
      const last = this.#heap[--this.#heapSize]!;
      if (this.#heapSize > 0) this.#siftDown(last);
    }
    return true;
  }

  #startRun(rank: number, entry: number): void {
    if (this.#runCount === this.#runRank.length) {
      this.#runRank = doubled(this.#runRank);
      this.#runFirst = doubled(this.#runFirst);
      this.#runLast = doubled(this.#runLast);
      this.#heap = doubled(this.#heap);
    }
    const run = this.#runCount++;
    this.#runRank[run] = rank;
    this.#runFirst[run] = this.#runLast[run] = entry;
    this.#growing[rank] = run;
    const heap = this.#heap;
    let at = this.#heapSize++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#comesBefore(run, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = run;
  }

  /** Puts a run at the root and lets it sink. */
  #siftDown(run: number): void {
    const heap = this.#heap, size = this.#heapSize;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && this.#comesBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!this.#comesBefore(heap[child]!, run)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = run;
  }

  #comesBefore(run: number, other: number): boolean {
    const rank = this.#runRank[run]!, otherRank = this.#runRank[other]!;
    if (rank !== otherRank) return rank < otherRank;
    return this.#positions[this.#runFirst[run]!]! < this.#positions[this.#runFirst[other]!]!;
  }
}

function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(array.length * 2);
  copy.set(array);
  return copy;
}
