// Which rows of a run record count: the final epoch, the best one, the one that validation chose.
import type { EpochRow, RunRecord } from "./run_record.ts";

/** The numbers of the epochs that count, for the fields of the same names of a run record. */
export function chosenEpochs(
  rows: readonly EpochRow[],
): Pick<RunRecord, "finalEpoch" | "bestEpoch" | "selectedEpoch"> {
  const final = rows.at(-1);
  const best = highest(rows, (row) => row.test.accuracy);
  const selected = highest(rows, (row) => row.validation?.accuracy);
  return {
    ...(final && { finalEpoch: final.epoch }),
    ...(best && { bestEpoch: best.epoch }),
    ...(selected && { selectedEpoch: selected.epoch }),
  };
}

/** The row of the last epoch that ended, or undefined where none has. */
export function finalRow(record: Pick<RunRecord, "epochs">): EpochRow | undefined {
  return record.epochs.at(-1);
}

/** The row with the highest test accuracy, the first of equals, or undefined where none has ended. */
export function bestRow(record: Pick<RunRecord, "epochs">): EpochRow | undefined {
  return highest(record.epochs, (row) => row.test.accuracy);
}

/**
 * The row with the highest validation accuracy, the first of equals, or undefined where no examples
 * were held out.
 */
export function selectedRow(record: Pick<RunRecord, "epochs">): EpochRow | undefined {
  return highest(record.epochs, (row) => row.validation?.accuracy);
}

function highest(
  rows: readonly EpochRow[],
  value: (row: EpochRow) => number | undefined,
): EpochRow | undefined {
  let best: EpochRow | undefined;
  let bestValue = -Infinity;
  for (const row of rows) {
    const candidate = value(row) ?? -Infinity;
    if (candidate > bestValue) {
      best = row;
      bestValue = candidate;
    }
  }
  return best;
}
