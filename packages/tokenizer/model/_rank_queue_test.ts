import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { RankQueue } from "./_rank_queue.ts";

Deno.test("RankQueue pops by rank and then by position, whatever the order of pushes", () => {
  const actions = fc.array(fc.option(fc.tuple(fc.nat(9), fc.nat(50)), { freq: 3 }), {
    maxLength: 80,
  });
  fc.assert(fc.property(actions, (actions) => {
    const queue = new RankQueue(10);
    const expected: [number, number][] = [];
    const pop = () => {
      expected.sort(([a, b], [c, d]) => a - c || b - d);
      const first = expected.shift();
      assertEquals(queue.pop(), first !== undefined);
      if (first !== undefined) assertEquals([queue.rank, queue.position], first);
    };
    for (const action of actions) {
      if (action === null) pop();
      else {
        queue.push(...action);
        expected.push(action);
      }
    }
    while (expected.length > 0) pop();
    assertEquals(queue.pop(), false);
  }));
});
