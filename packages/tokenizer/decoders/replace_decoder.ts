// Replaces what matches a pattern in each token.

import type { Json } from "../json/json_object.ts";
import { Replace } from "../normalizers/replace.ts";
import { AlignedText } from "../text/aligned_text.ts";
import type { Growth } from "../text/growth.ts";
import type { Pattern } from "../pattern/pattern.ts";
import type { Decoder } from "./decoder.ts";

/** Replaces every match of a pattern by a string. */
export class ReplaceDecoder implements Decoder {
  readonly #replace: Replace;

  constructor(pattern: Pattern, content: string) {
    this.#replace = new Replace(pattern, content);
  }

  /** Changes each token. */
  decode(tokens: string[], growth: Growth): string[] {
    return tokens.map((token) => {
      const text = AlignedText.from(token, false, growth);
      this.#replace.normalize(text);
      return text.text;
    });
  }

  /** The stage in a tokenizer.json. */
  toJSON(): Json {
    return this.#replace.toJSON();
  }
}
