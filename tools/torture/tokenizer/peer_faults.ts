// Where Hugging Face's tokenizers 0.23.2 ends its process or answers wrongly: that is not compared.
import type { BpeTokenizer } from "@sluice/tokenizer";
import { stageTexts } from "../../../bench/tokenizer/stage_cases.ts";
import { JsonObject } from "../../../packages/tokenizer/json/json_object.ts";
import { readPattern } from "../../../packages/tokenizer/pattern/read_pattern.ts";
import type { Answer } from "./peer_process.ts";
import type { TokenizerFile } from "./random_tokenizer.ts";

interface Fault {
  /** What is wrong, and why that is known. */
  reason: string;
  /** Whether it may show with a tokenizer, and with one text or a pair. */
  shows(file: TokenizerFile, ours: BpeTokenizer, isPair: boolean): boolean;
  /** What it makes wrong. */
  fields: readonly (keyof Answer)[];
}

const ALL: readonly (keyof Answer)[] = [
  "ids",
  "offsets",
  "typeIds",
  "specialTokensMask",
  "attentionMask",
  "decoded",
  "decodedPlain",
];

/** What is known. */
export const PEER_FAULTS: readonly Fault[] = [
  {
    reason:
      "what Prepend or Replace puts before the first character without taking one (Prepend of an " +
      "empty string, Replace of an empty match) belongs to no place of the text: the pre-tokenisers " +
      "after it take a character twice, or end the process",
    shows: (file) =>
      normalizers(file.normalizer).some(({ type, prepend, pattern }) =>
        type === "Replace" ? matchesEmpty(pattern) : prepend === ""
      ),
    fields: ALL,
  },
  {
    reason:
      "an added token of which normalisation leaves nothing is found everywhere, between the bytes " +
      "of a character, too, which ends the process; of those that it makes alike any is found, another " +
      "one each time that the tokenizer is loaded",
    shows: (file, ours) => {
      const contents = file.added_tokens
        .filter(({ normalized }: TokenizerFile) => normalized)
        .map((token: TokenizerFile) => contentOf(token, ours));
      return contents.includes("") || new Set(contents).size < contents.length;
    },
    fields: ALL,
  },
  {
    reason:
      "an added token of nothing but white space, which takes that to its left, within the white " +
      "space that the token before took to its right, is found to end before it starts, which ends " +
      "the process",
    shows: ({ added_tokens: added }, ours) =>
      added.some(({ rstrip }: TokenizerFile) => rstrip) &&
      added.some((token: TokenizerFile) => token.lstrip && contentOf(token, ours).trim() === ""),
    fields: ALL,
  },
  {
    reason:
      "the second TemplateProcessing of a Sequence takes the parts that the first made for texts, " +
      "of which it expects one or two, and ends the process",
    shows: (file) => count(file, "TemplateProcessing") > 1,
    fields: ALL,
  },
  {
    reason:
      "BertProcessing and RobertaProcessing mark what they add themselves in the special tokens' " +
      "mask, and write zeros over what a processor before them has added",
    shows: (file) => count(file, "BertProcessing", "RobertaProcessing", "TemplateProcessing") > 1,
    fields: ["specialTokensMask"],
  },
  {
    reason:
      "reading stops once max_length tokens are there, so that what is cut on the left is the rest " +
      "of the start, and the longer of two texts is not known",
    shows: (file, _ours, isPair) =>
      Boolean(file.truncation) && (file.truncation.direction === "Left" || isPair),
    fields: ALL,
  },
];

/** The fields that cannot be compared. */
export function faultyFields(
  file: TokenizerFile,
  ours: BpeTokenizer,
  isPair: boolean,
): Set<keyof Answer> {
  return new Set(
    PEER_FAULTS.flatMap((fault) => fault.shows(file, ours, isPair) ? fault.fields : []),
  );
}

/** What an added token looks like where it is looked for. */
function contentOf({ content, normalized }: TokenizerFile, ours: BpeTokenizer): string {
  return normalized ? ours.idToToken(ours.tokenToId(content)!)! : content;
}

/** The kinds of post-processors, those within Sequences, too. */
function processors(stage: TokenizerFile): string[] {
  if (!stage) return [];
  return stage.type === "Sequence" ? stage.processors.flatMap(processors) : [stage.type];
}

function count(file: TokenizerFile, ...types: string[]): number {
  return processors(file.post_processor).filter((type) => types.includes(type)).length;
}

function normalizers(stage: TokenizerFile): TokenizerFile[] {
  if (!stage) return [];
  return stage.type === "Sequence" ? stage.normalizers.flatMap(normalizers) : [stage];
}

function matchesEmpty(pattern: TokenizerFile): boolean {
  const read = readPattern(new JsonObject(pattern, "pattern"));
  return stageTexts().some((text) => {
    const ranges = read.match(text);
    return ranges.some((end, i) => i % 2 === 1 && ranges[i - 1] === end);
  });
}
