// Special tokens by template, one for a single text and one for a pair.

import { type Encoding, specialEncoding } from "../encoding.ts";
import type { Json } from "../json/json_object.ts";
import type { PostProcessor } from "./post_processor.ts";

/** A part of a template: one of the texts, or a special token by name. */
export type TemplatePiece =
  | { kind: "sequence"; index: 0 | 1; typeId: number }
  | { kind: "special"; name: string; typeId: number };

/** What a special token in a template stands for: one or more tokens. */
export interface TemplateToken {
  ids: number[];
  tokens: string[];
}

/** Options of {@linkcode TemplateProcessing}. */
export interface TemplateProcessingOptions {
  single: TemplatePiece[];
  pair: TemplatePiece[];
  specialTokens: Map<string, TemplateToken>;
}

/** Arranges texts and special tokens by a template. */
export class TemplateProcessing implements PostProcessor {
  readonly #options: TemplateProcessingOptions;

  constructor(options: TemplateProcessingOptions) {
    this.#options = options;
  }

  /** The special tokens in the template. */
  addedTokens(isPair: boolean): number {
    let count = 0;
    for (const piece of isPair ? this.#options.pair : this.#options.single) {
      if (piece.kind === "special") count += this.#token(piece.name).ids.length;
    }
    return count;
  }

  /** Follows the template. */
  process(encodings: Encoding[], addSpecialTokens: boolean): Encoding[] {
    const template = encodings.length === 2 ? this.#options.pair : this.#options.single;
    return template.flatMap((piece) => {
      if (piece.kind === "sequence") {
        const encoding = encodings[piece.index]!;
        return [{ ...encoding, typeIds: encoding.ids.map(() => piece.typeId) }];
      }
      if (!addSpecialTokens) return [];
      const { tokens, ids } = this.#token(piece.name);
      return [specialEncoding(tokens, ids, piece.typeId)];
    });
  }

  #token(name: string): TemplateToken {
    return this.#options.specialTokens.get(name)!;
  }

  /** The stage in a tokenizer.json. */
  toJSON(): Json {
    const { single, pair, specialTokens } = this.#options;
    const write = (piece: TemplatePiece) =>
      piece.kind === "sequence"
        ? { Sequence: { id: piece.index === 0 ? "A" : "B", type_id: piece.typeId } }
        : { SpecialToken: { id: piece.name, type_id: piece.typeId } };
    return {
      type: "TemplateProcessing",
      single: single.map(write),
      pair: pair.map(write),
      special_tokens: Object.fromEntries(
        Array.from(specialTokens, ([id, { ids, tokens }]) => [id, { id, ids, tokens }]),
      ),
    };
  }
}
