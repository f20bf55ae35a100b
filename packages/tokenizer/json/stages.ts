// What the readers of the four kinds of stages share.

import type { JsonObject } from "./json_object.ts";

/** How many stages a Sequence may have. */
export const MAX_STAGES = 64;

/** Refuses a stage that this package does not have. */
export function refuseStage(json: JsonObject, what: string): never {
  throw new TypeError(`${json.path}: ${what} is not supported`);
}
