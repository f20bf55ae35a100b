// A growing list of token ids.

/** Ids one after the other. */
export class IdBuffer {
  /** The ids; only the first {@linkcode length} count. */
  ids: Int32Array = new Int32Array(1 << 12);
  /** How many ids there are. */
  length = 0;

  /** Makes room for `count` more. */
  reserve(count: number): void {
    if (this.length + count <= this.ids.length) return;
    const ids = new Int32Array(Math.max(this.ids.length * 2, this.length + count));
    ids.set(this.ids.subarray(0, this.length));
    this.ids = ids;
  }

  /** Adds one id. */
  push(id: number): void {
    this.reserve(1);
    this.ids[this.length++] = id;
  }

  /** Adds ids. */
  append(ids: Int32Array): void {
    this.reserve(ids.length);
    this.ids.set(ids, this.length);
    this.length += ids.length;
  }

  /** Copies the ids out and starts anew. */
  take(): Int32Array {
    const ids = this.ids.slice(0, this.length);
    this.length = 0;
    return ids;
  }
}
