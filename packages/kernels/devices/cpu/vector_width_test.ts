import { assertEquals } from "@std/assert";
import { knowsFlags, V8_FLAGS } from "./v8_flags.ts";
import { OPERATIONS } from "./_operations.ts";
import { useDevice } from "../../mod.ts";
import { measureVectorBits } from "./runtime/vector_width.ts";

for (const [name, run] of Object.entries(OPERATIONS)) {
  Deno.test(`${name}: the same bytes with products of either width`, async () => {
    assertEquals((await useDevice("cpu", { threads: 2, vectorBits: 128 })).vectorBits, 128);
    const expected = run();
    assertEquals((await useDevice("cpu", { threads: 2, vectorBits: 256 })).vectorBits, 256);
    assertEquals(run(), expected);
  });
}

Deno.test({
  name: "the same bytes under V8's flags for 256 bits as without",
  ignore: !knowsFlags(),
  async fn() {
    // Without Liftoff, whose quick code has no pairs, everything is optimised from the start.
    const [plain, joined] = await Promise.all([digests([]), digests([`${V8_FLAGS},--no-liftoff`])]);
    assertEquals(Object.keys(plain.digests), Object.keys(OPERATIONS));
    assertEquals(joined.digests, plain.digests);
  },
});

async function digests(
  flags: string[],
): Promise<{ vectorBits: number; digests: Record<string, string> }> {
  const script = new URL("./_print_digests.ts", import.meta.url).href;
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", ...flags, script],
    stderr: "inherit",
  }).output();
  assertEquals(success, true);
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** Runs for as long as it is told to. */
function busyFor(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

Deno.test("measureVectorBits takes the faster form, as it is once both are optimised", () => {
  for (const [narrow, wide, expected] of [[0.2, 0.1, 256], [0.1, 0.2, 128]] as const) {
    const start = performance.now();
    const probe = (_work: number, isWide: number) => {
      // Before they are optimised, it is the other way round.
      if (performance.now() < start + 10) busyFor(isWide ? 5 * narrow : 5 * wide);
      else busyFor(isWide ? wide : narrow);
    };
    assertEquals(measureVectorBits({ probe }, 0), expected);
  }
});
