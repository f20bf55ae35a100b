// Text -> ids: added tokens out, normalise, cut into pieces, and each piece to the model.

import type { AddedTokens } from "../added_tokens/added_tokens.ts";
import { BYTE_TO_CHARACTER, bytesToAlphabet } from "../byte_alphabet.ts";
import { ByteLevelEncoder } from "../byte_level/byte_level_encoder.ts";
import { IdBuffer } from "../byte_level/id_buffer.ts";
import { type BpeModel, hasAffixes } from "../model/bpe_model.ts";
import { CharacterEncoder } from "../model/character_encoder.ts";
import type { Normalizer } from "../normalizers/normalizer.ts";
import type { PreTokenizer } from "../pre_tokenizers/pre_tokenizer.ts";
import { AlignedText } from "../text/aligned_text.ts";
import { type ByteLevelPlan, planByteLevel } from "./byte_level_plan.ts";
import { needsOrigin } from "./needs_origin.ts";
import { OffsetBuffer } from "./offset_buffer.ts";

/** The parts that a {@linkcode TextPipeline} is made of. */
export interface TextPipelineParts {
  model: BpeModel;
  normalizer: Normalizer | undefined;
  preTokenizer: PreTokenizer | undefined;
  addedTokens: AddedTokens;
  /** What the choices of dropout follow from. */
  seed: number;
}

/** The ids of a text with their offsets and their own texts. */
export interface TokensWithOffsets {
  ids: Int32Array;
  offsets: [start: number, end: number][];
  tokens: string[];
}

/** Encodes texts one after the other. */
export class TextPipeline {
  /** Where the ids go. */
  readonly output: IdBuffer = new IdBuffer();
  readonly #parts: TextPipelineParts;
  readonly #characterEncoder: CharacterEncoder;
  readonly #plan: ByteLevelPlan | undefined;
  readonly #byteEncoder: ByteLevelEncoder | undefined;
  readonly #needsOrigin: boolean;

  constructor(parts: TextPipelineParts) {
    this.#parts = parts;
    this.#characterEncoder = new CharacterEncoder(parts.model, parts.seed);
    this.#needsOrigin = needsOrigin(parts.normalizer, parts.preTokenizer);
    this.#plan = isByteComplete(parts.model) ? planByteLevel(parts.preTokenizer) : undefined;
    if (this.#plan !== undefined) {
      this.#byteEncoder = makeByteEncoder(parts.model, this.#plan, this.output);
    }
  }

  /** Appends the ids of a text to the output. */
  append(text: string, encodeSpecialTokens: boolean = false): void {
    const { addedTokens, normalizer } = this.#parts;
    const isDirect = normalizer === undefined && this.#plan?.before === undefined &&
      this.#plan?.byteLevel.options.addPrefixSpace === false;
    if (isDirect && addedTokens.isAbsentFrom(text, encodeSpecialTokens)) {
      this.#byteEncoder!.append(text);
      return;
    }
    const aligned = AlignedText.from(text.toWellFormed(), this.#needsOrigin);
    for (const part of addedTokens.split(aligned, encodeSpecialTokens)) {
      if (part.id !== undefined) this.output.push(part.id);
      else this.#appendPart(part.text, undefined);
    }
  }

  /** The ids of a text and where each comes from. */
  encodeWithOffsets(
    text: string,
    unit: "codePoint" | "utf16" = "codePoint",
    encodeSpecialTokens: boolean = false,
  ): TokensWithOffsets {
    const { addedTokens, model } = this.#parts;
    const offsets = new OffsetBuffer(text);
    const aligned = AlignedText.from(text.toWellFormed(), true);
    for (const part of addedTokens.split(aligned, encodeSpecialTokens)) {
      if (part.id !== undefined) {
        this.output.push(part.id);
        offsets.addWhole(part.text);
      } else this.#appendPart(part.text, offsets);
    }
    const ids = this.output.take();
    const tokens = Array.from(
      ids,
      (id, i) => offsets.addedToken(i) ?? model.tokens.get(id) ?? "",
    );
    return {
      ids,
      offsets: unit === "utf16" ? offsets.toCodeUnits() : offsets.toCodePoints(),
      tokens,
    };
  }

  #appendPart(part: AlignedText, offsets: OffsetBuffer | undefined): void {
    const plan = this.#plan;
    if (plan !== undefined) {
      for (const piece of plan.before?.preTokenize([part]) ?? [part]) {
        plan.byteLevel.prependSpace(piece);
        const before = this.output.length;
        this.#byteEncoder!.append(piece.text);
        offsets?.add(piece, this.#byteWidths(before));
      }
      return;
    }
    for (const piece of this.#parts.preTokenizer?.preTokenize([part]) ?? [part]) {
      const { ids, widths } = this.#characterEncoder.encode(piece.text);
      this.output.append(ids);
      offsets?.add(piece, widths);
    }
  }

  /** In a byte-level model a token has one character a byte. */
  #byteWidths(from: number): Int32Array {
    const { tokens } = this.#parts.model;
    const ids = this.output.ids.subarray(from, this.output.length);
    return ids.map((id) => tokens.get(id)!.length);
  }
}

/** Whether every byte is a token and no rule asks what stands beside it. */
function isByteComplete({ ids, options }: BpeModel): boolean {
  return !hasAffixes(options) && !options.dropout &&
    BYTE_TO_CHARACTER.every((character) => ids.has(character));
}

function makeByteEncoder(model: BpeModel, plan: ByteLevelPlan, output: IdBuffer): ByteLevelEncoder {
  return new ByteLevelEncoder({
    byteIds: Int32Array.from(BYTE_TO_CHARACTER, (character) => model.ids.get(character)!),
    merges: model.mergeTable,
    scanPiece: plan.scanPiece,
    wordsArePieces: plan.wordsArePieces,
    wholePieceId: model.options.ignoreMerges
      ? (bytes, start, end) => model.ids.get(bytesToAlphabet(bytes.subarray(start, end)))
      : undefined,
  }, output);
}
