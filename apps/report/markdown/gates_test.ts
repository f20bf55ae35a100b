import { assert, assertEquals } from "@std/assert";
import { STUDY_HELD_AT } from "@sluice/runs";
import { exampleStudy } from "../_example_study.ts";
import { cells } from "../_example_table.ts";
import type { HeldGate } from "../gates.ts";
import { gates, gatesInTraining, isReferenceValue } from "./gates.ts";

const HELD: HeldGate = {
  label: "lstm",
  gate: "forget",
  heldAt: 1,
  accuracy: { mean: 0.6, standardDeviation: 0.01 },
  accuracyChange: { mean: -0.2 },
  loss: { mean: 1.5 },
  lossChange: { mean: 1 },
};

Deno.test("gates() sets the study's figures beside what it meant and what it did", () => {
  const rows = (heldAt: number, study = exampleStudy()) =>
    cells(gates([{ ...HELD, heldAt }], study)[1]!, "lstm");
  const own = ["0.6000 ± 0.0100", "-0.2000", "1.5000", "+1.0000"];
  assertEquals(rows(1), ["lstm", "forget", "1", ...own, "0.6700", "0.7600"]);
  assertEquals(rows(STUDY_HELD_AT), ["lstm", "forget", "0.731", ...own, "0.6700", "0.7600"]);
  assertEquals(rows(0.5), ["lstm", "forget", "0.5", ...own, "–", "–"]);
  assertEquals(cells(gates([HELD], undefined)[1]!, "lstm"), ["lstm", "forget", "1", ...own]);
  assert(isReferenceValue(0.731) && !isReferenceValue(0.74));
});

Deno.test("gatesInTraining() names the model beside", () => {
  const [, markdown] = gatesInTraining([{ ...HELD, label: "held", free: "lstm", epochs: 10 }]);
  assertEquals(cells(markdown!, "held"), [
    ...["held", "forget", "1", "10", "0.6000 ± 0.0100", "lstm", "-0.2000", "1.5000", "+1.0000"],
  ]);
});
