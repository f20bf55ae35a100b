/**
 * Filling in patterns of sentences: `{slot}` is replaced, `{a slot}` gets its article.
 * @module
 */
import type { SeededRandom } from "../../seeded_random.ts";

/** What may stand in for a slot: a text, some texts to choose from, or a function that gives one. */
export type Filling = string | readonly string[] | (() => string);

/** The fillings of slots by their names. */
export type Fillings = Readonly<Record<string, Filling>>;

const SLOT = /\{(a )?([\w:]+)\}/g;

/**
 * Fills in patterns for one text, choosing what it has not chosen before where it can.
 */
export class TemplateWriter {
  readonly #random: SeededRandom;
  readonly #used = new Set<string>();

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  /** Replaces all slots, also those in what they are replaced with. */
  fill(pattern: string, fillings: Fillings): string {
    return pattern.replace(SLOT, (_, article: string | undefined, slot: string) => {
      const filling = fillings[slot];
      if (filling === undefined) throw new Error(`nothing fills {${slot}} in "${pattern}"`);
      const chosen = typeof filling === "function"
        ? filling()
        : typeof filling === "string"
        ? filling
        : this.choose(filling);
      const text = this.fill(chosen, fillings);
      return article === undefined ? text : `${articleOf(text)} ${text}`;
    });
  }

  /** One of the items, new to this text unless chance finds only old ones. */
  choose(items: readonly string[]): string {
    let item = this.#random.pick(items);
    for (let attempt = 0; attempt < 12 && this.#used.has(item); attempt++) {
      item = this.#random.pick(items);
    }
    // The empty string is the choice to say nothing, which does not wear out.
    if (item !== "") this.#used.add(item);
    return item;
  }
}

/** The indefinite article of the words used here. */
export function articleOf(text: string): "a" | "an" {
  return /^[aeiou]/i.test(text) ? "an" : "a";
}

/** A sentence with its capital and its full stop. */
export function toSentence(text: string): string {
  const trimmed = text.trim();
  return `${trimmed.charAt(0).toUpperCase()}${trimmed.slice(1)}${
    /[.!?]$/.test(trimmed) ? "" : "."
  }`;
}
