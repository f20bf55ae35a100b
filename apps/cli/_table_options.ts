// How a configuration says that a file of rows is read.
import type { TableOptions } from "@sluice/data";
import type { DataSection } from "@sluice/runs/train_config";

/** The same for `loadDataset`. */
export function tableOptions(data: Partial<DataSection> = {}): TableOptions {
  const { textColumns, labelColumn, testSource, seed } = data;
  const { delimiter, header, encoding, onBadRow, testShare } = data;
  const options = {
    text: textColumns,
    label: labelColumn,
    test: testSource,
    ...{ delimiter, header, encoding, onBadRow, testShare, seed },
  };
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as TableOptions;
}
