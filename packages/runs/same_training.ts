// Whether a run need not be trained again, or can be gone on with.
import { canonicalJson } from "./canonical_json.ts";
import type { TrainConfig } from "./train_config.ts";

/**
 * Whether two configurations train the same: names and sources aside.
 *
 * @param options Whether the number of epochs is set aside, too, as it is for a run that is gone on with.
 */
export function isSameTraining(
  one: TrainConfig,
  other: TrainConfig,
  options: { anyEpochs?: boolean } = {},
): boolean {
  const compared = ({ model, data, optimizer, training }: TrainConfig) => ({
    model: { ...model },
    data: { ...data, source: "" },
    optimizer: { ...optimizer },
    training: options.anyEpochs ? { ...training, epochs: 0 } : { ...training },
  });
  return canonicalJson(compared(one)) === canonicalJson(compared(other));
}
