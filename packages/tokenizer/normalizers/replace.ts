// Replaces what matches a pattern.

import type { Json } from "../json/json_object.ts";
import type { Pattern } from "../pattern/pattern.ts";
import type { AlignedText } from "../text/aligned_text.ts";
import type { Normalizer } from "./normalizer.ts";

/** Replaces every match of a pattern by a string. */
export class Replace implements Normalizer {
  readonly #pattern: Pattern;
  readonly #content: string;

  constructor(pattern: Pattern, content: string) {
    this.#pattern = pattern;
    this.#content = content;
  }

  /** Changes the text in place. */
  normalize(text: AlignedText): void {
    const ranges = this.#pattern.match(text.text);
    if (ranges.length > 0) text.replace(ranges, this.#content);
  }

  /** The stage in a tokenizer.json. */
  toJSON(): Json {
    return { type: "Replace", pattern: this.#pattern.toJSON(), content: this.#content };
  }
}
