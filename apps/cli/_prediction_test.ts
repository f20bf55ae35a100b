import { assertEquals } from "@std/assert";
import { Task } from "@sluice/runs/task";
import { describePrediction, predictionJson } from "./_prediction.ts";

const two = new Task(["negative", "positive"]);
const three = new Task(["1", "10", "4"]);

Deno.test("of two labels, the probability is that of the second", () => {
  assertEquals(predictionJson("a", [0.25], two), {
    text: "a",
    label: "negative",
    probability: 0.25,
    probabilities: { negative: 0.75, positive: 0.25 },
  });
  assertEquals(describePrediction(" a\n b ", [0.25], two), "negative  0.2500  a b");
  assertEquals(describePrediction("a", [0.5], two), "positive  0.5000  a");
});

Deno.test("of more labels, all are told, the likeliest first", () => {
  const shares = [0.25, 0.125, 0.625];
  const json = predictionJson("a", shares, three);
  assertEquals(json, {
    text: "a",
    label: "4",
    probability: 0.625,
    probabilities: { "1": 0.25, "10": 0.125, "4": 0.625 },
  });
  assertEquals(describePrediction("a", shares, three), "4 0.6250  1 0.2500  10 0.1250  a");
});

Deno.test("a long text is cut", () => {
  assertEquals(
    describePrediction("x".repeat(100), [1], two).length,
    "positive  1.0000  ".length + 80,
  );
});
