// What each option of a model means to a reader who compares models.
import type { ModelSection } from "@sluice/runs/train_config";

/**
 * What an option decides: the `structure` that a model is named after; a `variant` of it, which plain names
 * do not stand for; its `size`; or how it is `trained`. A new option is missing here until it is sorted.
 */
const MEANINGS: Record<keyof ModelSection, "structure" | "variant" | "size" | "trained"> = {
  architecture: "structure",
  layers: "structure",
  bidirectional: "structure",
  merge: "structure",
  pool: "structure",
  bigramBuckets: "variant",
  filters: "variant",
  widths: "variant",
  holdGate: "variant",
  holdGateAt: "variant",
  embeddingSize: "size",
  hiddenSize: "size",
  embeddingDropout: "trained",
  layerDropout: "trained",
  recurrentDropout: "trained",
};

/** The options of a model that decide one of these. */
export function modelOptions(
  ...meanings: readonly (typeof MEANINGS)[keyof ModelSection][]
): string[] {
  return Object.entries(MEANINGS)
    .filter(([, meaning]) => meanings.includes(meaning))
    .map(([option]) => option);
}
