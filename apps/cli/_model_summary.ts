// A model's layers as a table.
import type { ModelSummary } from "@sluice/runs/run_record";
import { alignColumns } from "../command_line/align_columns.ts";
import { formatCount } from "../command_line/format_count.ts";

/** One line a layer: its name, the shape of its output, the number of its weights; and their total. */
export function modelSummary({ layers, parameterCount }: ModelSummary): string {
  const shapes = layers.map(({ outputShape }) => describeShape(outputShape));
  const width = Math.max(...shapes.map((shape) => shape.length));
  return alignColumns([
    ["layer", "output".padEnd(width), "weights"],
    ...layers.map(({ name, parameterCount }, i) => [
      name,
      shapes[i]!.padEnd(width),
      formatCount(parameterCount),
    ]),
    ["total", "", formatCount(parameterCount)],
  ]);
}

/** The sizes that differ between batches go by name. */
function describeShape(shape: readonly (number | null)[]): string {
  const sizes = shape.map((size, axis) => size ?? (axis === 0 ? "batch" : "time"));
  return `[${sizes.join(", ")}]`;
}
