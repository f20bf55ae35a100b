// The added tokens of a tokenizer: their ids, and how they are cut out of a text.

import type { BpeModel } from "../model/bpe_model.ts";
import type { Normalizer } from "../normalizers/normalizer.ts";
import { AlignedText } from "../text/aligned_text.ts";
import { Growth } from "../text/growth.ts";
import { isWhiteSpace, isWordCharacter } from "../unicode/properties.ts";
import type { AddedToken } from "./added_token.ts";
import { TokenMatcher } from "./_token_matcher.ts";

/** A part of a text: an added token if it has an id, else text for the model. */
export interface TextPart {
  text: AlignedText;
  id?: number;
}

/** Added tokens of one tokenizer. */
export class AddedTokens {
  readonly #model: BpeModel;
  readonly #normalizer: Normalizer | undefined;
  readonly #byId = new Map<number, AddedToken>();
  readonly #ids = new Map<string, number>();
  readonly #special = new Set<string>();
  #areAllSpecial = true;
  // What a token looks like after normalisation, where that differs.
  readonly #normalizedContent = new Map<number, string>();
  #rawMatcher = new TokenMatcher();
  #normalizedMatcher = new TokenMatcher();
  // Set when a token has changed its place: the matchers are made anew at the next look into a text.
  #areMatchersStale = false;
  #highestId = -1;
  #outsideModel = 0;

  constructor(model: BpeModel, normalizer: Normalizer | undefined) {
    this.#model = model;
    this.#normalizer = normalizer;
  }

  /** How many added tokens the model does not have. */
  get countOutsideModel(): number {
    return this.#outsideModel;
  }

  /** The tokens by ascending id. */
  entries(): [id: number, token: AddedToken][] {
    return [...this.#byId].sort(([a], [b]) => a - b);
  }

  /** The id of an added token. */
  idOf(content: string): number | undefined {
    return this.#ids.get(content);
  }

  /** The added token of an id, as it looks in a text that has been normalised. */
  contentOf(id: number): string | undefined {
    return this.#normalizedContent.get(id) ?? this.#byId.get(id)?.content;
  }

  /** Whether a token is special. */
  isSpecial(content: string): boolean {
    return this.#special.has(content);
  }

  /**
   * Adds tokens; those that the model has keep its ids. Of tokens that look alike once they are normalised,
   * the last one is found. Returns how many were added or changed.
   */
  add(tokens: readonly AddedToken[]): number {
    let nextId = Math.max(this.#model.ids.size, this.#highestId + 1);
    let added = 0;
    const growth = new Growth(tokens.reduce((sum, { content }) => sum + content.length, 0));
    for (const token of tokens) {
      if (token.content === "") continue;
      const known = this.#ids.get(token.content);
      if (known !== undefined && isSame(this.#byId.get(known)!, token)) continue;
      const modelId = this.#model.ids.get(token.content);
      const id = known ?? modelId ?? nextId++;
      if (known !== undefined) this.#areMatchersStale = true;
      else if (modelId === undefined) this.#outsideModel++;
      this.#highestId = Math.max(this.#highestId, id);
      this.#ids.set(token.content, id);
      // The last one is the last to be gone through, too.
      this.#byId.delete(id);
      this.#byId.set(id, { ...token });
      if (token.special) this.#special.add(token.content);
      this.#areAllSpecial &&= this.#special.has(token.content);
      this.#normalize(id, token, growth);
      if (!this.#areMatchersStale) this.#addToMatcher(id, token);
      added++;
    }
    return added;
  }

  #normalize(id: number, token: AddedToken, growth: Growth): void {
    if (!token.normalized || this.#normalizer === undefined) return;
    const text = AlignedText.from(token.content, false, growth);
    this.#normalizer.normalize(text);
    if (text.text !== token.content) this.#normalizedContent.set(id, text.text);
  }

  #addToMatcher(id: number, token: AddedToken): void {
    const content = token.normalized ? this.contentOf(id)! : token.content;
    if (content === "") return;
    (token.normalized ? this.#normalizedMatcher : this.#rawMatcher).set(content, id);
  }

  #refreshMatchers(): void {
    if (!this.#areMatchersStale) return;
    this.#rawMatcher = new TokenMatcher();
    this.#normalizedMatcher = new TokenMatcher();
    for (const [id, token] of this.#byId) this.#addToMatcher(id, token);
    this.#areMatchersStale = false;
  }

  /** Whether a text has none of the tokens, so that it need not be split. */
  isAbsentFrom(text: string, encodeSpecialTokens: boolean = false): boolean {
    if (encodeSpecialTokens && this.#areAllSpecial) return true;
    this.#refreshMatchers();
    return this.#rawMatcher.find(text, 0) === undefined &&
      this.#normalizedMatcher.find(text, 0) === undefined;
  }

  /**
   * Cuts the tokens out of a text and normalises the rest; empty parts are left out.
   *
   * @param encodeSpecialTokens Leaves special tokens in the text.
   */
  split(text: AlignedText, encodeSpecialTokens: boolean = false): TextPart[] {
    this.#refreshMatchers();
    const parts: TextPart[] = [];
    for (const part of this.#splitBy(this.#rawMatcher, text, encodeSpecialTokens)) {
      if (part.id !== undefined || this.#normalizer === undefined) parts.push(part);
      else {
        this.#normalizer.normalize(part.text);
        if (part.text.text !== "") parts.push(part);
      }
    }
    return parts.flatMap((part) =>
      part.id === undefined
        ? this.#splitBy(this.#normalizedMatcher, part.text, encodeSpecialTokens)
        : [part]
    );
  }

  #splitBy(matcher: TokenMatcher, text: AlignedText, encodeSpecialTokens: boolean): TextPart[] {
    const content = text.text;
    const parts: TextPart[] = [];
    let covered = 0;
    // Up to here, white space that a token took with it; the next one may stand within.
    let spaceEnd = 0;
    const addText = (end: number) => {
      if (end > covered) parts.push({ text: text.slice(covered, end) });
    };
    for (
      let match = matcher.find(content, 0);
      match !== undefined;
      match = matcher.find(content, match.end)
    ) {
      const token = this.#byId.get(match.id)!;
      if (encodeSpecialTokens && this.#special.has(token.content)) continue;
      if (token.singleWord && !standsAlone(content, match.start, match.end)) continue;
      let { start, end } = match;
      if (token.lstrip) {
        while (start > covered && isSpaceAt(content, start - 1)) start--;
        start = Math.max(start, covered);
      }
      if (token.rstrip) {
        end = spaceEnd = end < spaceEnd ? spaceEnd : skipSpace(content, end);
      }
      // The white space that the token before took may have been all of this one.
      if (end <= start) continue;
      addText(start);
      parts.push({ text: text.slice(start, end), id: match.id });
      covered = end;
    }
    if (covered === 0 && !text.isAligned) return content === "" ? [] : [{ text }];
    addText(content.length);
    return parts;
  }
}

function isSame(one: AddedToken, other: AddedToken): boolean {
  return one.special === other.special && one.singleWord === other.singleWord &&
    one.lstrip === other.lstrip && one.rstrip === other.rstrip &&
    one.normalized === other.normalized;
}

function standsAlone(text: string, start: number, end: number): boolean {
  const before = start === 0 ? undefined : [...text.slice(Math.max(0, start - 2), start)].at(-1);
  const after = text.codePointAt(end);
  return !(before !== undefined && isWordCharacter(before.codePointAt(0)!)) &&
    !(after !== undefined && isWordCharacter(after));
}

function skipSpace(text: string, index: number): number {
  while (index < text.length && isSpaceAt(text, index)) index++;
  return index;
}

/** All white space is in the first plane. */
function isSpaceAt(text: string, index: number): boolean {
  return isWhiteSpace(text.charCodeAt(index));
}
