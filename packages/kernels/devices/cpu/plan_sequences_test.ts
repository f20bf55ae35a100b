import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import fc from "fast-check";
import { longestFirst, planRecords, planSequences } from "./plan_sequences.ts";

const batches = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 40 })).chain((
  [steps, batch],
) =>
  fc.record({
    steps: fc.constant(steps),
    lengths: fc.array(fc.integer({ min: 0, max: steps }), { minLength: batch, maxLength: batch }),
  })
);

Deno.test("planSequences: every row once, longest first, in panels of eight", () => {
  fc.assert(fc.property(batches, ({ steps, lengths }) => {
    const plan = planSequences(Int32Array.from(lengths), steps);
    assertEquals(plan.panels, Math.ceil(lengths.length / 8));
    const rows = [...plan.rows.subarray(0, lengths.length)];
    assertEquals(rows.toSorted((a, b) => a - b), [...lengths.keys()]);
    rows.forEach((row, lane) => {
      assertEquals(plan.lengths[lane], lengths[row]);
      if (lane > 0) assert(plan.lengths[lane - 1]! >= plan.lengths[lane]!);
    });
    assertEquals(plan.tokens, lengths.reduce((sum, length) => sum + length, 0));
    assertEquals(plan.ragged, lengths.some((length) => length < steps || length === 0));
    const kept = planRecords(plan, true);
    assertEquals(
      kept.records,
      plan.panelSteps.reduce((sum, steps) => sum + steps + 1, 0),
    );
    assertEquals(planRecords(plan, false).records, 2 * plan.panels);
  }));
});

Deno.test("planSequences: once for an array of lengths and its steps", () => {
  const lengths = Int32Array.of(3, 1, 2);
  assertStrictEquals(planSequences(lengths, 3), planSequences(lengths, 3));
  assertEquals(planSequences(lengths, 5).steps, 5);
  assertEquals(planSequences(lengths, 3).steps, 3);
  assertStrictEquals(longestFirst(lengths), longestFirst(lengths));
  assert(planSequences(lengths.slice(), 3) !== planSequences(lengths, 3));
});
