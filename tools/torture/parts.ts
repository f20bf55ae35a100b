import { archives } from "./archives.ts";
import { faultsAtOperations } from "./faults.ts";
import { hostileFolders } from "./hostile_folders.ts";
import { interrupts } from "./interrupts.ts";
import { killsAtOperations, killsAtRandom, twoWriters } from "./kills.ts";
import { mutatedFiles, mutatedRuns } from "./mutated_files.ts";
import { rows } from "./rows.ts";
import type { Part } from "./part.ts";
import { tokenizers } from "./tokenizer/tokenizers.ts";

/** All parts; the number of one is its place, so that a seed means the same for it always. */
export const PARTS: readonly Part[] = [
  killsAtOperations,
  killsAtRandom,
  twoWriters,
  faultsAtOperations,
  interrupts,
  mutatedFiles,
  mutatedRuns,
  hostileFolders,
  archives,
  tokenizers,
  rows,
];
