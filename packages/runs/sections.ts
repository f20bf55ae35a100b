// The sections of a configuration. options.ts says of each option what it may be and what it does.

/** The model and its options. */
export interface ModelSection {
  /** The name of the model in the zoo: `lstm`, ... */
  architecture: string;
  /** The length of a token's embedding. */
  embeddingSize: number;
  /** The number of units of a recurrent layer. */
  hiddenSize: number;
  /** The number of recurrent layers. */
  layers: number;
  /** Whether each recurrent layer reads in both directions. */
  bidirectional: boolean;
  /** How two directions join. */
  merge: "concat" | "sum" | "average" | "multiply";
  /** How the states of all steps become one vector. */
  pool: "last" | "mean" | "max" | "attention";
  /** The share of the embeddings' features dropped in training, 0 to below 1. */
  embeddingDropout: number;
  /** The share of the features dropped between layers, 0 to below 1. */
  layerDropout: number;
  /** The share of the state's units dropped where it enters a recurrent layer's gates, 0 to below 1. */
  recurrentDropout: number;
  /** The gate of an LSTM that is held at a constant. Missing: none. */
  holdGate?: "input" | "forget" | "output";
  /** The constant, 0 to 1. Missing: 1. */
  holdGateAt?: number;
  /** Rows of a bag of words' table for hashed bigrams. Missing or 0: none. */
  bigramBuckets?: number;
  /** The filters of each convolution. Missing: the model's own. */
  filters?: number[];
  /** The tokens that each convolution's window spans. Missing: the model's own. */
  widths?: number[];
}

/** Which examples, and how they become tokens. */
export interface DataSection {
  /** `auto`, `imdb`, `sample`, or a path. */
  source: string;
  /** What is learnt of data that offer several labels: the class, or the rating in IMDb's file names. */
  labels: "sentiment" | "rating";
  /** Of a file of rows, the columns of the text. Missing: found by their names. */
  textColumns?: string;
  /** Of a file of rows, the column of the label. Missing: found by its name. */
  labelColumn?: string;
  /** Of CSV, the character between fields. Missing: found out. */
  delimiter?: string;
  /** Of CSV, whether the first row names the columns. Missing: it does. */
  header?: boolean;
  /** How a file of rows is encoded. Missing: UTF-8, or UTF-16 with its mark. */
  encoding?: string;
  /** What is done with rows that cannot be read. Missing: fail. */
  onBadRow?: "fail" | "skip";
  /** The file of rows to test on. Missing: a share of the rows is held out. */
  testSource?: string;
  /** The share of a file's rows that is held out to test on. Missing: 0.2, where there is no such file. */
  testShare?: number;
  /** The number of training examples, the held-out ones included. Missing: all. */
  trainSize?: number;
  /** The number of test examples. Missing: all. */
  testSize?: number;
  /** Whether examples are drawn in the classes' proportions, or as many of each class. */
  sampling: "stratified" | "balanced";
  /** The share of the training examples that is held out for validation, 0 to below 1. */
  validationShare: number;
  /** The most tokens of a text; longer ones are cut. */
  maxLength: number;
  /** The most tokens of the vocabulary. */
  vocabSize: number;
  /** Decides which examples are drawn. */
  seed: number;
}

/** What updates the weights. */
export interface OptimizerSection {
  /** The only one so far. */
  name: "adam";
  /** The learning rate. */
  learningRate: number;
  /** The largest global norm of the gradients; larger ones are scaled down. 0: no limit. */
  clipNorm: number;
  /** The share of the weights, times the learning rate, that a step takes away (AdamW). */
  weightDecay: number;
  /**
   * What Adam adds to the root of the second moment before it divides by it (Kingma and Ba 2015). A larger
   * one takes smaller steps where gradients have become small.
   */
  epsilon: number;
}

/** The loop. */
export interface TrainingSection {
  /** How often the model sees the training examples. */
  epochs: number;
  /** The number of examples in a step. */
  batchSize: number;
  /** Whether batches are drawn from texts of like length (less padding) or from all alike. */
  buckets: "length" | "none";
  /** Decides the first weights and the order of the examples. */
  seed: number;
}
