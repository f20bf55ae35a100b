// The models that `train` knows, without loading TensorFlow; a test compares them with the zoo.

/** The names of the models. */
export const MODELS: readonly string[] = ["lstm"];
