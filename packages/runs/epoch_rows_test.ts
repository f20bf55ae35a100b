import { assertEquals } from "@std/assert";
import { exampleEpochRow } from "./_example_run_record.ts";
import { bestRow, chosenEpochs, finalRow, selectedRow } from "./epoch_rows.ts";

Deno.test("the final, best and selected rows are found, the first of equals", () => {
  const epochs = [
    exampleEpochRow(1, 0.7, 0.9),
    exampleEpochRow(2, 0.8, 0.6),
    exampleEpochRow(3, 0.8, 0.9),
  ];
  assertEquals(finalRow({ epochs })?.epoch, 3);
  assertEquals(bestRow({ epochs })?.epoch, 2);
  assertEquals(selectedRow({ epochs })?.epoch, 1);
  assertEquals(chosenEpochs(epochs), { finalEpoch: 3, bestEpoch: 2, selectedEpoch: 1 });
});

Deno.test("without epochs or without validation there is nothing to choose", () => {
  assertEquals(chosenEpochs([]), {});
  assertEquals(chosenEpochs([exampleEpochRow(1, 0)]), { finalEpoch: 1, bestEpoch: 1 });
});
