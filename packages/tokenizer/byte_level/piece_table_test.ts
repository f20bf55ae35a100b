import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { PieceTable, SLACK } from "./piece_table.ts";

Deno.test("PieceTable is a map from byte strings", () => {
  const pieces = fc.array(fc.uint8Array({ minLength: 1, maxLength: 24 }), { maxLength: 200 });
  fc.assert(
    fc.property(pieces, (pieces) => {
      const table = new PieceTable(4), expected = new Map<string, number>();
      pieces.forEach((piece, value) => {
        const bytes = new Uint8Array(piece.length + SLACK).fill(7);
        bytes.set(piece);
        const slot = table.find(bytes, new DataView(bytes.buffer), 0, piece.length);
        const key = piece.join();
        assertEquals(slot < 0 ? undefined : table.valueAt(slot), expected.get(key));
        if (slot < 0) {
          table.insert(bytes, 0, piece.length, value);
          expected.set(key, value);
        }
      });
      const found = new Map<string, number>();
      table.forEach((piece, value) => found.set(piece.join(), value));
      assertEquals([found.size, table.size], [expected.size, expected.size]);
      for (const [key, value] of expected) assertEquals(found.get(key), value);
    }),
    { numRuns: 50 },
  );
});
