import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { MergeTable, NO_MERGE } from "./merge_table.ts";
import { SymbolMerger } from "./merge_symbols.ts";

/** The definition: again and again the leftmost of the merges of lowest rank. */
function mergeByDefinition(symbols: readonly number[], table: MergeTable): number[] {
  const left = [...symbols];
  for (;;) {
    let lowest = Infinity, at = -1;
    for (let i = 0; i + 1 < left.length; i++) {
      const entry = table.find(left[i]!, left[i + 1]!);
      if (entry !== NO_MERGE && table.rankAt(entry) < lowest) {
        lowest = table.rankAt(entry);
        at = i;
      }
    }
    if (at < 0) return left;
    left.splice(at, 2, table.mergedAt(table.find(left[at]!, left[at + 1]!)));
  }
}

/** Merges as a trainer makes them: each of two tokens that are there, into a new one. */
const merges = fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 30 }).map((pairs) => {
  const seen = new Set<string>(), triples: number[] = [];
  let next = 3;
  for (const [a, b] of pairs) {
    const left = a % next, right = b % next;
    if (seen.has(`${left} ${right}`)) continue;
    seen.add(`${left} ${right}`);
    triples.push(left, right, next++);
  }
  return new MergeTable(Int32Array.from(triples));
});

Deno.test("SymbolMerger merges by rank, then from the left, in short and long pieces", () => {
  const lengths = fc.constantFrom(2, 9, 63, 64, 300);
  fc.assert(
    fc.property(merges, lengths, fc.infiniteStream(fc.nat(2)), (table, length, stream) => {
      const symbols = [...stream.take(length)];
      const merger = new SymbolMerger(table, true), buffer = Int32Array.from(symbols);
      const count = merger.merge(buffer, length);
      assertEquals([...buffer.subarray(0, count)], mergeByDefinition(symbols, table));
      assertEquals(merger.widths.subarray(0, count).reduce((a, b) => a + b, 0), length);
    }),
    { numRuns: 200 },
  );
});
