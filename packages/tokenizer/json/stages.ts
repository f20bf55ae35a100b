// What the readers of the four kinds of stages share.

import { JsonObject } from "./json_object.ts";

/** How many stages a Sequence may have. */
export const MAX_STAGES = 64;

/** How deep Sequences may lie within Sequences. */
export const MAX_SEQUENCE_DEPTH = 8;

/** Reads the stages of a Sequence, whose own depth is `depth`. */
export function readStages<T>(
  json: JsonObject,
  key: string,
  depth: number,
  read: (json: JsonObject, depth: number) => T,
): T[] {
  if (depth >= MAX_SEQUENCE_DEPTH) {
    throw new TypeError(
      `${json.path}: more than ${MAX_SEQUENCE_DEPTH} Sequences within each other`,
    );
  }
  return json.array(key, MAX_STAGES).map((stage, i) =>
    read(new JsonObject(stage, `${json.path}.${key}[${i}]`), depth + 1)
  );
}

/** Refuses a stage that this package does not have. */
export function refuseStage(json: JsonObject, what: string): never {
  throw new TypeError(`${json.path}: ${what} is not supported`);
}
