// The tokenizer: byte-level byte-pair encoding, with the ids of Hugging Face's `tokenizers`.

import { BYTE_TO_CHARACTER, CHARACTER_TO_BYTE } from "./byte_alphabet.ts";
import { ByteLevelEncoder } from "./byte_level/byte_level_encoder.ts";
import { scanGpt2Piece } from "./byte_level/scan_gpt2_piece.ts";
import { MergeTable } from "./model/merge_table.ts";
import { PieceCounter } from "./training/piece_counter.ts";
import { trainByteLevel } from "./training/train_byte_level.ts";

/** Options of {@linkcode BpeTokenizer.train}. */
export interface TrainOptions {
  /** The size that the vocabulary may reach, special tokens and the 256 bytes included. */
  vocabSize: number;
  /** Pairs that occur less often are not merged (default 2). */
  minFrequency?: number;
  /** Tokens that get the first ids and are never split (default none). */
  specialTokens?: readonly string[];
  /** Called now and then. */
  onProgress?: (progress: { phase: "count" | "merge"; done: number; total?: number }) => void;
  /** Stops the training with its reason as error. */
  signal?: AbortSignal;
}

/** Many encoded texts: text `i` is `inputIds[offsets[i]..offsets[i + 1])`. */
export interface EncodedBatch {
  /** The ids of all texts. */
  inputIds: Int32Array;
  /** Where each text starts; one more element than texts. */
  offsets: Int32Array;
}

/** A byte-level BPE tokenizer. */
export class BpeTokenizer {
  readonly #tokens: string[];
  readonly #ids: Map<string, number>;
  readonly #merges: Int32Array;
  readonly #specialTokens: string[];
  readonly #specialPattern: RegExp | undefined;
  readonly #encoder: ByteLevelEncoder;

  private constructor(tokens: string[], merges: Int32Array, specialTokens: readonly string[]) {
    this.#tokens = tokens;
    this.#ids = new Map(tokens.map((token, id) => [token, id]));
    this.#merges = merges;
    this.#specialTokens = [...new Set(specialTokens)];
    if (this.#specialTokens.length > 0) {
      const longestFirst = [...this.#specialTokens].sort((a, b) => b.length - a.length);
      this.#specialPattern = new RegExp(`(${longestFirst.map(escapePattern).join("|")})`);
    }
    this.#encoder = new ByteLevelEncoder({
      byteIds: Int32Array.from(BYTE_TO_CHARACTER, (character) => this.#ids.get(character)!),
      merges: new MergeTable(merges),
      scanPiece: scanGpt2Piece,
      wordsArePieces: true,
    });
  }

  /** Learns a vocabulary from texts. */
  static train(texts: Iterable<string>, options: TrainOptions): BpeTokenizer {
    const { vocabSize, minFrequency = 2, specialTokens = [], onProgress, signal } = options;
    const counter = new PieceCounter(scanGpt2Piece);
    let done = 0;
    for (const text of texts) {
      counter.add(text);
      if (++done % 1000 === 0) {
        signal?.throwIfAborted();
        onProgress?.({ phase: "count", done });
      }
    }
    const { tokens, merges } = trainByteLevel(counter, {
      vocabSize,
      minFrequency,
      specialTokens,
      onMerge(done) {
        signal?.throwIfAborted();
        onProgress?.({ phase: "merge", done, total: vocabSize });
      },
    });
    return new BpeTokenizer(tokens, merges, specialTokens);
  }

  /** The number of tokens. */
  get vocabSize(): number {
    return this.#tokens.length;
  }

  /** Encodes a text. */
  encode(text: string): { input_ids: number[]; attention_mask: number[] } {
    this.#append(text);
    const input_ids = Array.from(this.#encoder.take());
    return { input_ids, attention_mask: input_ids.map(() => 1) };
  }

  /** Encodes many texts into flat arrays. */
  encodeBatch(texts: readonly string[]): EncodedBatch {
    const offsets = new Int32Array(texts.length + 1);
    for (let i = 0; i < texts.length; i++) {
      this.#append(texts[i]!);
      offsets[i + 1] = this.#encoder.length;
    }
    return { inputIds: this.#encoder.take(), offsets };
  }

  /** The text of ids. */
  decode(ids: Iterable<number>, options: { skipSpecialTokens?: boolean } = {}): string {
    const bytes: number[] = [];
    const special = new Set(this.#specialTokens);
    const textEncoder = new TextEncoder();
    for (const id of ids) {
      const token = this.#tokens[id];
      if (token === undefined) continue;
      if (special.has(token)) {
        if (!options.skipSpecialTokens) bytes.push(...textEncoder.encode(token));
      } else for (const character of token) bytes.push(CHARACTER_TO_BYTE.get(character)!);
    }
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(Uint8Array.from(bytes));
  }

  /** The id of a token, as it stands in the vocabulary. */
  tokenToId(token: string): number | undefined {
    return this.#ids.get(token);
  }

  /** The token of an id. */
  idToToken(id: number): string | undefined {
    return this.#tokens[id];
  }

  /** The tokenizer in the format of Hugging Face's `tokenizer.json`. */
  toJSON(): object {
    const byteLevel = {
      type: "ByteLevel",
      add_prefix_space: false,
      trim_offsets: true,
      use_regex: true,
    };
    const merges: [string, string][] = [];
    for (let i = 0; i < this.#merges.length; i += 3) {
      merges.push([this.#tokens[this.#merges[i]!]!, this.#tokens[this.#merges[i + 1]!]!]);
    }
    return {
      version: "1.0",
      truncation: null,
      padding: null,
      added_tokens: this.#specialTokens.map((content) => ({
        id: this.#ids.get(content),
        content,
        single_word: false,
        lstrip: false,
        rstrip: false,
        normalized: false,
        special: true,
      })),
      normalizer: null,
      pre_tokenizer: byteLevel,
      post_processor: null,
      decoder: byteLevel,
      model: {
        type: "BPE",
        dropout: null,
        unk_token: null,
        continuing_subword_prefix: null,
        end_of_word_suffix: null,
        fuse_unk: false,
        byte_fallback: false,
        ignore_merges: false,
        vocab: Object.fromEntries(this.#ids),
        merges,
      },
    };
  }

  /** Reads what {@linkcode toJSON} gives, as an object or as text. */
  static fromJSON(json: unknown): BpeTokenizer {
    // deno-lint-ignore no-explicit-any
    const file = (typeof json === "string" ? JSON.parse(json) : json) as any;
    if (file?.model?.type !== "BPE" || file.pre_tokenizer?.type !== "ByteLevel") {
      throw new Error("tokenizer.json: expected a byte-level BPE tokenizer");
    }
    const ids = new Map<string, number>(Object.entries(file.model.vocab));
    const tokens: string[] = [];
    for (const [token, id] of ids) tokens[id] = token;
    const merges = (file.model.merges as [string, string][]).flatMap(([left, right]) => [
      ids.get(left)!,
      ids.get(right)!,
      ids.get(left + right)!,
    ]);
    const special = (file.added_tokens as { content: string }[]).map(({ content }) => content);
    return new BpeTokenizer(tokens, Int32Array.from(merges), special);
  }

  #append(text: string): void {
    if (this.#specialPattern === undefined) {
      this.#encoder.append(text);
      return;
    }
    // Split with a group: every second part is a special token.
    text.split(this.#specialPattern).forEach((part, i) => {
      if (i % 2 === 1) this.#encoder.appendId(this.#ids.get(part)!);
      else if (part !== "") this.#encoder.append(part);
    });
  }
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
