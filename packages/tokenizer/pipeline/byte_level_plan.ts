// Which pre-tokenisers the fast path for byte-level models can do.

import { cl100kScanner } from "../byte_level/scan_cl100k_piece.ts";
import type { PieceScanner } from "../byte_level/byte_level_encoder.ts";
import { scanGpt2Piece } from "../byte_level/scan_gpt2_piece.ts";
import { RegexPattern } from "../pattern/regex_pattern.ts";
import { ByteLevel, GPT2_REGEX } from "../pre_tokenizers/byte_level.ts";
import type { PreTokenizer } from "../pre_tokenizers/pre_tokenizer.ts";
import { PreTokenizerSequence } from "../pre_tokenizers/sequence.ts";
import { Split } from "../pre_tokenizers/split.ts";

/** How a byte-level pre-tokeniser is done on bytes. */
export interface ByteLevelPlan {
  /** What comes first, on text. */
  before: PreTokenizer | undefined;
  /** Puts a space in front where the options ask for it. */
  byteLevel: ByteLevel;
  /** Then each piece is cut by this. */
  scanPiece: PieceScanner;
  /** Whether ` ?[A-Za-z]+` before an ASCII character other than a letter is always one piece. */
  wordsArePieces: boolean;
}

const CONTRACTIONS = ["(?i:'s|'t|'re|'ve|'m|'ll|'d)", "'(?i:[sdmt]|ll|ve|re)"];
const DIGITS = [["\\p{N}{1,3}", 3], ["\\p{N}", 1]] as const;
const SPACE = ["\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+", "\\s+\\z|\\s*[\\r\\n]|\\s+(?!\\S)|\\s"];

const scanners = new Map<string, PieceScanner>([[GPT2_REGEX, scanGpt2Piece]]);
for (const contractions of CONTRACTIONS) {
  for (const [digits, maxDigits] of DIGITS) {
    for (const space of SPACE) {
      const scanner = cl100kScanner(maxDigits, space === SPACE[1]);
      scanners.set(cl100kRegex(contractions, digits, space), scanner);
    }
  }
}

/** The splitting rule of cl100k_base and its kin. */
function cl100kRegex(contractions: string, digits: string, space: string): string {
  return `${contractions}|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|${digits}` +
    `| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|${space}`;
}

/** The splitting rule of cl100k_base, as tiktoken has it. */
export const CL100K_REGEX: string = cl100kRegex(CONTRACTIONS[0]!, DIGITS[0][0], SPACE[1]!);

/** The plan for a pre-tokeniser, if it ends in ByteLevel. */
export function planByteLevel(preTokenizer: PreTokenizer | undefined): ByteLevelPlan | undefined {
  const stages = PreTokenizerSequence.flatten(preTokenizer);
  const byteLevel = stages.pop();
  if (!(byteLevel instanceof ByteLevel)) return undefined;
  const { useRegex, addPrefixSpace } = byteLevel.options;
  let scanner = useRegex ? scanGpt2Piece : undefined;
  const last = stages.at(-1);
  if (scanner === undefined && !addPrefixSpace && last instanceof Split) {
    scanner = knownScanner(last);
    if (scanner !== undefined) stages.pop();
  }
  return {
    before: stages.length > 1 ? new PreTokenizerSequence(stages) : stages[0],
    byteLevel,
    scanPiece: scanner ?? ((_bytes, _start, end) => end),
    wordsArePieces: scanner !== undefined,
  };
}

/** The scanner for a Split whose matches cover all of a text and are kept. */
function knownScanner({ pattern, behavior, invert }: Split): PieceScanner | undefined {
  const keepsMatches = (behavior === "Isolated" && !invert) || (behavior === "Removed" && invert);
  return keepsMatches && pattern instanceof RegexPattern ? scanners.get(pattern.source) : undefined;
}
