// BpeTokenizer.encode: texts -> ids -> truncation -> special tokens -> padding -> the lists asked for.

import type { EncodedText, EncodedTexts, EncodeOptions } from "../encode_options.ts";
import { type Encoding, joinEncodings, makeEncoding, type PadToken } from "../encoding.ts";
import type { PostProcessor } from "../post_processors/post_processor.ts";
import {
  type LengthDefaults,
  pad,
  resolvePadding,
  resolveTruncation,
  truncate,
} from "./length_options.ts";
import type { TextPipeline } from "./text_pipeline.ts";

/** The parts of a {@linkcode BatchEncoder}. */
export interface BatchEncoderParts {
  pipeline: TextPipeline;
  postProcessor: PostProcessor | undefined;
  defaults: LengthDefaults;
  findPadToken: () => PadToken | undefined;
}

/** Encodes with all that `EncodeOptions` asks for. */
export class BatchEncoder {
  readonly #parts: BatchEncoderParts;

  constructor(parts: BatchEncoderParts) {
    this.#parts = parts;
  }

  /** One text. */
  encodeOne(text: string, options: EncodeOptions): EncodedText {
    if (Array.isArray(options.textPair)) {
      throw new TypeError("textPair: expected one text, as there is one first text");
    }
    const encoding = this.#encode(text, options.textPair as string | undefined, options);
    this.#pad([encoding], options);
    return pickLists(encoding, options);
  }

  /** Many texts, or one with its windows. */
  encodeMany(text: string | readonly string[], options: EncodeOptions): EncodedTexts {
    const texts = typeof text === "string" ? [text] : text;
    const pairs = typeof options.textPair === "string" ? [options.textPair] : options.textPair;
    if (pairs !== undefined && pairs.length !== texts.length) {
      throw new TypeError(
        `textPair: expected ${texts.length} texts, as there are first ones, found ${pairs.length}`,
      );
    }
    const encodings = texts.map((text, i) => this.#encode(text, pairs?.[i], options));
    this.#pad(encodings, options);
    const rows: EncodedText[] = [], samples: number[] = [];
    encodings.forEach((encoding, i) => {
      const windows = options.returnOverflowingTokens ? encoding.overflowing : [];
      for (const window of [encoding, ...windows]) {
        rows.push(pickLists(window, options));
        samples.push(i);
      }
    });
    const result: EncodedTexts = {
      input_ids: rows.map((row) => row.input_ids),
      attention_mask: rows.map((row) => row.attention_mask),
    };
    if (options.returnTokenTypeIds) result.token_type_ids = rows.map((row) => row.token_type_ids!);
    if (options.returnSpecialTokensMask) {
      result.special_tokens_mask = rows.map((row) => row.special_tokens_mask!);
    }
    if (options.returnOffsets) result.offset_mapping = rows.map((row) => row.offset_mapping!);
    if (options.returnOverflowingTokens) result.overflow_to_sample_mapping = samples;
    return result;
  }

  #pad(encodings: readonly Encoding[], options: EncodeOptions): void {
    const { defaults, findPadToken } = this.#parts;
    const padding = resolvePadding(options, defaults, findPadToken);
    if (padding !== undefined) pad(encodings, padding);
  }

  #encode(text: string, textPair: string | undefined, options: EncodeOptions): Encoding {
    const { postProcessor, defaults } = this.#parts;
    const addSpecialTokens = options.addSpecialTokens ?? true;
    let encodings = [this.#encodeText(text, 0, options)];
    if (textPair !== undefined) encodings.push(this.#encodeText(textPair, 1, options));
    const truncation = resolveTruncation(options, defaults);
    if (truncation !== undefined) {
      const added = addSpecialTokens ? postProcessor?.addedTokens(encodings.length === 2) ?? 0 : 0;
      if (added > truncation.maxLength) {
        throw new RangeError(
          `maxLength: expected at least ${added}, the number of special tokens, ` +
            `found ${truncation.maxLength}`,
        );
      }
      encodings = truncate(encodings, { ...truncation, maxLength: truncation.maxLength - added });
    }
    const processed = postProcessor?.process(encodings, addSpecialTokens) ?? encodings;
    return processed.reduce(joinEncodings);
  }

  #encodeText(text: string, typeId: number, options: EncodeOptions): Encoding {
    const { pipeline } = this.#parts;
    const { offsetUnit, encodeSpecialTokens } = options;
    if (options.returnOffsets) {
      const { ids, offsets, tokens } = pipeline.encodeWithOffsets(
        text,
        offsetUnit,
        encodeSpecialTokens,
      );
      return makeEncoding(Array.from(ids), typeId, 0, offsets, tokens);
    }
    pipeline.append(text, encodeSpecialTokens);
    return makeEncoding(Array.from(pipeline.output.take()), typeId, 0);
  }
}

function pickLists(encoding: Encoding, options: EncodeOptions): EncodedText {
  const lists: EncodedText = {
    input_ids: encoding.ids,
    attention_mask: encoding.attentionMask,
  };
  if (options.returnTokenTypeIds) lists.token_type_ids = encoding.typeIds;
  if (options.returnSpecialTokensMask) lists.special_tokens_mask = encoding.specialTokensMask;
  if (options.returnOffsets) lists.offset_mapping = encoding.offsets ?? [];
  return lists;
}
