import { assert, assertEquals, assertMatch } from "@std/assert";
import { runCli } from "./_run_cli.ts";

Deno.test("doctor tells what is there, and that gradients are right", async () => {
  const { code, stdout, stderr } = await runCli(["doctor", "--threads", "1"]);
  assertEquals([code, stderr], [0, ""]);
  assertMatch(stdout, /^versions +Sluice \d.*, Deno \d.*, TensorFlow\.js 4/);
  assertMatch(stdout, /device cpu +backend sluice, 1 thread/);
  assertMatch(stdout, /gradients +right/);
});

Deno.test("doctor's findings as JSON", async () => {
  const { code, stdout } = await runCli(["doctor", "--threads", "1", "--json"]);
  assertEquals(code, 0);
  const found = JSON.parse(stdout);
  assertEquals(found.check.gradientsRight, true);
  assert(found.check.gradientError < 1e-4 && found.check.gradientError >= 0);
  assert(found.check.lstmTokensPerSecond > 0);
  assert(found.machine.memoryBytes > found.machine.memoryAvailableBytes);
});
