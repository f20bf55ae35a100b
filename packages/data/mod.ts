/**
 * Where examples come from, and how they become batches.
 * @module
 */
export * from "./example.ts";
export type { TableOptions } from "./formats/format.ts";
export * from "./load_dataset.ts";
export * from "./sources/sample.ts";
export * from "./sources/cache_directory.ts";
export * from "./fingerprint_dataset.ts";
export * from "./fingerprint_examples.ts";
export * from "./clean_text.ts";
export * from "./take_balanced.ts";
export * from "./take_stratified.ts";
export * from "./inspect_dataset.ts";
export * from "./tokenize_split.ts";
export * from "./data_loader.ts";
export * from "./seeded_random.ts";
