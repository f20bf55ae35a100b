// The normalisation forms NFC, NFD, NFKC and NFKD, pinned to Unicode 9.0: characters that came later are
// left as they are, and nothing composes across them. What Unicode has once assigned normalises the same
// for ever, so the engine's own tables do for the rest.

import { NORMALIZED_AS_IS } from "../unicode/_tables.ts";
import { toCharacterClass } from "../unicode/code_point_set.ts";
import type { AlignedText } from "../text/aligned_text.ts";
import { compose, decompose } from "./_aligned_forms.ts";
import type { Normalizer } from "./normalizer.ts";

/** The name of a normalisation form. */
export type FormName = "NFC" | "NFD" | "NFKC" | "NFKD";

/** ASCII is the same in every form. */
const NOT_ASCII = /[\u0080-\uffff]/;
let asIs: RegExp | undefined;

/** One of the normalisation forms. */
export class UnicodeForm implements Normalizer {
  readonly #form: FormName;

  constructor(form: FormName) {
    this.#form = form;
  }

  /** Changes the text in place. */
  normalize(text: AlignedText): void {
    if (!NOT_ASCII.test(text.text)) return;
    if (!text.isAligned) {
      text.text = normalizePinned(text.text, this.#form);
      return;
    }
    const decomposition = decompose(text.text, this.#form.startsWith("NFK") ? "NFKD" : "NFD");
    const { characters, changes } = this.#form.endsWith("C")
      ? compose(decomposition)
      : decomposition;
    text.transform(characters, changes);
  }

  /** The stage in a tokenizer.json. */
  toJSON(): { type: string } {
    return { type: this.#form };
  }
}

function normalizePinned(text: string, form: FormName): string {
  asIs ??= new RegExp(`([${toCharacterClass(NORMALIZED_AS_IS)}]+)`, "u");
  // Split with a group: every second part is what the expression matched.
  return text.split(asIs).map((part, i) => i % 2 === 1 ? part : part.normalize(form)).join("");
}
