// Reads a pattern from a tokenizer.json.

import type { JsonObject } from "../json/json_object.ts";
import type { Pattern } from "./pattern.ts";
import { RegexPattern } from "./regex_pattern.ts";
import { StringPattern } from "./string_pattern.ts";

/** Makes the pattern of `{ "String": ... }` or `{ "Regex": ... }`. */
export function readPattern(json: JsonObject): Pattern {
  return json.get("Regex") === undefined
    ? new StringPattern(json.string("String"))
    : new RegexPattern(json.string("Regex"), `${json.path}.Regex`);
}
