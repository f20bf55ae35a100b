import { assertEquals } from "@std/assert";
import { conditionsList } from "./conditions.ts";

Deno.test("conditionsList() calls options what the table of options calls them", () => {
  assertEquals(
    conditionsList({
      shared: { batchSize: "64", device: "cpu" },
      differing: [{ options: { hiddenSize: "32" }, labels: ["cnn", "a_|"] }],
      initialization: { kernel: ["A", "B"] },
      machines: ["Example CPU"],
      versions: ["Sluice 1"],
    }),
    [
      "### Conditions",
      [
        "- The same for every run: batch size 64, device cpu.",
        "- hidden size 32: cnn; a\\_\\|.",
        "- First weights: kernel A or B.",
        "- Computed on: Example CPU.",
        "- With Sluice 1.",
      ].join("\n"),
    ],
  );
  const nothing = {
    shared: {},
    differing: [],
    initialization: {},
    machines: ["M"],
    versions: ["V"],
  };
  assertEquals(conditionsList(nothing)[1], "- Computed on: M.\n- With V.");
});
