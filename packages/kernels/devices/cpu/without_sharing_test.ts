import { assertEquals } from "@std/assert";

/** What a process of its own gets, with SharedArrayBuffer or without. */
async function run(script: string, ...parameters: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", new URL(script, import.meta.url).href, ...parameters],
  }).output();
  const decoder = new TextDecoder();
  assertEquals(code, 0, decoder.decode(stderr));
  return JSON.parse(decoder.decode(stdout));
}

Deno.test("without SharedArrayBuffer, training gives the same bytes on one thread, and says so", async () => {
  const expected = await run("./_without_sharing.ts", "2");
  assertEquals([expected.sharing, expected.info.threads], [true, 2]);
  assertEquals(expected.info.notice, undefined);
  assertEquals(expected.losses.every(Number.isFinite), true);
  for (const threads of [1, 4]) {
    const { sharing, info, again, losses, weights } = await run(
      "./_without_sharing.ts",
      `${threads}`,
      "--delete",
    );
    assertEquals([sharing, info.threads], [false, 1]);
    const notice = threads === 1 ? undefined : "1 thread, not 4: no SharedArrayBuffer here";
    assertEquals(info.notice, notice);
    assertEquals(again, info);
    assertEquals({ losses, weights }, { losses: expected.losses, weights: expected.weights });
  }
});

Deno.test("without SharedArrayBuffer, every operation gives the same bytes, whenever the memory grows", async () => {
  const { digests: expected } = await run("./_print_digests.ts");
  const { digests } = await run("./_print_digests.ts", "--delete");
  assertEquals(digests, expected);
});
