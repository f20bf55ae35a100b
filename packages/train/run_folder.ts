/**
 * Where a training run keeps its files, and how they are written. No TensorFlow.
 *
 * @module
 */
export { writeFileAtomically } from "./write_file_atomically.ts";
export { type RunPaths, runPaths } from "./run_paths.ts";
