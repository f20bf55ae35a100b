import { assertEquals } from "@std/assert";
import { cells } from "../_example_table.ts";
import { confusionMatrices, MAX_LABEL_COLUMNS } from "./confusion.ts";

Deno.test("confusionMatrices() of two labels are a row a model", () => {
  const confusions = [
    { label: "lstm", confusion: { counts: [[1000, 20], [3.5, 40]], f1: [0.5, 0.25] } },
    { label: "cnn", confusion: { counts: [[1, 2], [3, 4]], f1: [0.5, 0.25] } },
  ];
  const [head, markdown, legend] = confusionMatrices({ labels: ["ham", "spam"], confusions }, true);
  assertEquals(head, "### Confusion matrix");
  assertEquals(cells(markdown!, "Model"), [
    "Model",
    "Ham, called ham",
    "Ham, called spam",
    "Spam, called ham",
    "Spam, called spam",
  ]);
  assertEquals(cells(markdown!, "lstm"), ["lstm", "1,000", "20", "3.5", "40"]);
  assertEquals(cells(markdown!, "cnn"), ["cnn", "1", "2", "3", "4"]);
  assertEquals(legend, "Test examples, means over the seeds.");
});

Deno.test("confusionMatrices() of more labels are the first model's, and the F1 of all", () => {
  const labels = ["x", "y|z", "w"];
  const confusion = { counts: [[5, 1, 0], [3, 6.5, 0.5], [0, 2, 2]], f1: [0.1, 0.2, 0.3] };
  const both = [{ label: "lstm", confusion }, { label: "cnn", confusion }];
  const parts = confusionMatrices({ labels, confusions: both }, false);
  assertEquals(parts.length, 5);
  const [head, matrix, legend, headOfF1, f1] = parts;
  assertEquals([head, legend], ["### Confusion matrix of lstm", "Test examples."]);
  assertEquals(matrix!.split("\n")[0]!.includes("Called y\\|z"), true);
  assertEquals(cells(matrix!, "x"), ["x", "5", "1", "0", "6", "0.1000"]);
  assertEquals(cells(matrix!, "w"), ["w", "0", "2", "2", "4", "0.3000"]);
  assertEquals(headOfF1, "### F1 by label");
  assertEquals(cells(f1!, "cnn"), ["cnn", "0.1000", "0.2000", "0.3000"]);
  assertEquals(confusionMatrices({ labels, confusions: both.slice(1) }, false).length, 3);
});

Deno.test("confusionMatrices() of too many labels for a table tell what is confused most", () => {
  const classes = MAX_LABEL_COLUMNS + 1;
  const labels = Array.from({ length: classes }, (_, label) => `label ${label}`);
  const counts = labels.map((_, label) => labels.map((_, said) => Number(label === said)));
  const confusion = { counts, f1: counts.map(() => 1) };
  const confusions = [{ label: "lstm", confusion }];
  assertEquals(confusionMatrices({ labels, confusions }, false), []);
  counts[7]![3] = 3;
  const [head, markdown] = confusionMatrices({ labels, confusions }, false);
  assertEquals(head, "### What lstm confuses most");
  assertEquals(cells(markdown!, "label 7"), ["label 7", "label 3", "3", "0.7500"]);
});
