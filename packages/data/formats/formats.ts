/**
 * All formats that a path may have.
 * @module
 */
import { archive } from "./archive.ts";
import { folder } from "./folder.ts";
import { rows } from "./rows.ts";
import type { Format } from "./format.ts";

/** The formats in the order in which they are asked; the first that recognises a path reads it. */
export const FORMATS: readonly Format[] = [folder, rows, archive];
