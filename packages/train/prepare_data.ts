// From a data set to what the loop trains on: examples drawn, tokens learnt, texts cut into tokens.
import { DataLoader, type Dataset, type TokenizedSplit, tokenizeSplit } from "@sluice/data";
import type { TrainConfig } from "@sluice/runs/train_config";
import { BpeTokenizer } from "@sluice/tokenizer";
import type { SplitExamples } from "./split_examples.ts";
import { splitExamples } from "./split_examples.ts";

/** The parts of a data set as token ids. */
export interface PreparedData {
  /** The examples of each part. */
  examples: SplitExamples;
  /** What cut them into tokens. */
  tokenizer: BpeTokenizer;
  /** `tokenizer.json`. */
  tokenizerJson: string;
  /** The examples to train on. */
  train: TokenizedSplit;
  /** The training examples held out to choose an epoch, where there are any. */
  validation: TokenizedSplit | undefined;
  /** The examples to test on. */
  test: TokenizedSplit;
  /** The batches to train on. */
  loader: DataLoader;
}

/** Options of {@linkcode prepareData}. */
export interface PrepareDataOptions {
  /** The tokenizer of a run that is gone on with. Missing: one is learnt from the training examples. */
  tokenizer?: BpeTokenizer | undefined;
  /** Called with the number of training examples before tokens are learnt. */
  onTokenizing?: (examples: number) => Promise<void>;
  /** Which process of a run this is, 0 to below `worldSize`. */
  rank: number;
  /** The number of processes that share each batch. */
  worldSize: number;
}

/**
 * Draws the examples, learns the tokens from those to train on, and cuts all of them into tokens. What
 * a text says is never a special token.
 *
 * @throws {Error} One line: the data set cannot be trained on.
 */
export async function prepareData(
  dataset: Dataset,
  config: TrainConfig,
  { tokenizer: given, onTokenizing, rank, worldSize }: PrepareDataOptions,
): Promise<PreparedData> {
  const { maxLength, vocabSize } = config.data;
  const examples = splitExamples(dataset, config.data);
  await onTokenizing?.(examples.train.length);
  const tokenizer = given ?? BpeTokenizer.train(examples.train.map(({ text }) => text), {
    vocabSize,
    specialTokens: ["<pad>"],
  });
  const tokenize = (part: SplitExamples["train"]) => tokenizeSplit(part, tokenizer, { maxLength });
  const train = tokenize(examples.train);
  return {
    examples,
    tokenizer,
    tokenizerJson: JSON.stringify(tokenizer.toJSON()) + "\n",
    train,
    test: tokenize(examples.test),
    validation: examples.validation.length === 0 ? undefined : tokenize(examples.validation),
    loader: new DataLoader(train, {
      batchSize: config.training.batchSize,
      seed: config.training.seed,
      shuffle: true,
      buckets: config.training.buckets,
      rank,
      worldSize,
    }),
  };
}
