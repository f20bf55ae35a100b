// What holding a gate does to a trained LSTM.
import { STUDY_HELD_AT } from "@sluice/runs";
import type { HeldGate } from "../gates.ts";
import type { GateInTraining } from "../gates_in_training.ts";
import type { ReferenceStudy } from "../reference_study.ts";
import { accuracy, difference, meanAndDeviation, NONE } from "./numbers.ts";
import { type Column, table } from "./table.ts";

/** The table of held gates, with the study's figures beside the value it meant and the one it used. */
export function gates(held: readonly HeldGate[], study: ReferenceStudy | undefined): string[] {
  const studied = study?.gateAblation;
  const columns: Column[] = [
    "Model",
    "Gate",
    { number: "Held at" },
    { number: "Accuracy" },
    { number: "Change" },
    { number: "Loss" },
    { number: "Change of loss" },
    ...(studied ? [{ number: "Study's accuracy" }, { number: "Study's loss" }] : []),
  ];
  const rows = held.map((row) => {
    const isStudied = row.heldAt === 1 || isReferenceValue(row.heldAt);
    const theirs = isStudied ? studied?.[row.gate] : undefined;
    return [
      row.label,
      row.gate,
      String(Number(row.heldAt.toFixed(3))),
      meanAndDeviation(row.accuracy),
      difference(row.accuracyChange.mean),
      meanAndDeviation(row.loss),
      difference(row.lossChange.mean),
      ...(studied
        ? [
          theirs ? accuracy(theirs.testAccuracy) : NONE,
          theirs ? accuracy(theirs.testLoss) : NONE,
        ]
        : []),
    ];
  });
  return [
    "### Gates held open",
    table(columns, rows),
    "The trained model with one gate at a constant in every step; the change is from the same model " +
    "with its gates free. An input gate held at 1 lets every token in in full, a forget gate at 1 never " +
    "lets go of anything, an output gate at 1 shows the whole cell.",
    ...(studied
      ? [
        "The study meant to hold its gates at 1, but held them at sigmoid(1) = 0.731; its figures stand " +
        "beside both.",
      ]
      : []),
  ];
}

/** The table of models that were trained with a gate held. */
export function gatesInTraining(held: readonly GateInTraining[]): string[] {
  const columns: Column[] = [
    "Model",
    "Gate",
    { number: "Held at" },
    { number: "Epochs" },
    { number: "Accuracy" },
    "Beside",
    { number: "Change" },
    { number: "Loss" },
    { number: "Change of loss" },
  ];
  const rows = held.map((row) => [
    row.label,
    row.gate,
    String(Number(row.heldAt.toFixed(3))),
    String(row.epochs),
    meanAndDeviation(row.accuracy),
    row.free,
    difference(row.accuracyChange.mean),
    meanAndDeviation(row.loss),
    difference(row.lossChange.mean),
  ]);
  return [
    "### Trained with a gate held",
    table(columns, rows),
    "Trained from the start with one gate at a constant. The change is from the model beside it, whose " +
    "gates are free, after as many epochs, seed by seed: what the model loses where it can learn to do " +
    "without.",
  ];
}

/** Whether a gate was held where the study held it: at sigmoid(1), 0.731. */
export function isReferenceValue(heldAt: number): boolean {
  return Math.abs(heldAt - STUDY_HELD_AT) < 1e-3;
}
