import { assertEquals } from "@std/assert";
import { describeMetrics, describeResult } from "./_describe_metrics.ts";

Deno.test("macro F1 is told where there are more than two labels", () => {
  const metrics = { loss: 1.25, accuracy: 0.5, macroF1: 0.375 };
  assertEquals(describeMetrics(metrics, 2), "loss 1.2500, accuracy 50.00 %");
  assertEquals(describeMetrics(metrics, 8), "loss 1.2500, accuracy 50.00 %, macro F1 0.3750");
  assertEquals(describeResult(metrics, 2), "accuracy 50.00 %, loss 1.2500");
  assertEquals(describeResult(metrics, 3), "accuracy 50.00 %, loss 1.2500, macro F1 0.3750");
  assertEquals(describeMetrics({ loss: 1, accuracy: 0 }, 3), "loss 1.0000, accuracy 0.00 %");
});
