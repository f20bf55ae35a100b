// Whether pieces must know where in the original text they start.

import type { Normalizer } from "../normalizers/normalizer.ts";
import { Metaspace } from "../pre_tokenizers/metaspace.ts";
import type { PreTokenizer } from "../pre_tokenizers/pre_tokenizer.ts";
import { PreTokenizerSequence } from "../pre_tokenizers/sequence.ts";

/** Whether a stage asks for the start of the original text after others may have moved it. */
export function needsOrigin(
  normalizer: Normalizer | undefined,
  preTokenizer: PreTokenizer | undefined,
): boolean {
  const stages = PreTokenizerSequence.flatten(preTokenizer);
  const asks = stages.some((stage) =>
    stage instanceof Metaspace && stage.prependScheme === "first"
  );
  return asks && (normalizer !== undefined || stages.length > 1);
}
