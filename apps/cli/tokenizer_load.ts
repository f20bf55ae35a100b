// Finds and reads the tokenizer that --tokenizer names.
import { readPlainText, UnreadableError } from "@sluice/files";
import { BpeTokenizer } from "@sluice/tokenizer";
import type { Flag } from "../command_line/flag.ts";
import { UsageError } from "../command_line/usage_error.ts";

/** The flag --tokenizer. */
export const tokenizerFlag = {
  kind: "text",
  placeholder: "PATH",
  default: "tokenizer.json",
  help: "a tokenizer.json, a .tiktoken file, or a folder",
} as const satisfies Flag;

/**
 * Reads a tokenizer.json, a tiktoken file, or a folder with a tokenizer.json or GPT-2's two files.
 *
 * @throws {UsageError} If there is none at the path.
 */
export async function loadTokenizer(path: string): Promise<BpeTokenizer> {
  let isFolder;
  try {
    isFolder = (await Deno.stat(path)).isDirectory;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new UsageError(`${path}: no such tokenizer; name one with --tokenizer PATH`);
  }
  try {
    if (!isFolder) return await readTokenizerFile(path);
    if (await exists(`${path}/tokenizer.json`)) {
      return await readTokenizerFile(`${path}/tokenizer.json`);
    }
    if (await exists(`${path}/vocab.json`) && await exists(`${path}/merges.txt`)) {
      return BpeTokenizer.fromVocabularyFiles(
        await readText(`${path}/vocab.json`),
        await readText(`${path}/merges.txt`),
      );
    }
  } catch (error) {
    if (error instanceof UnreadableError) throw error;
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
  }
  throw new UsageError(`${path}: neither tokenizer.json nor vocab.json with merges.txt`);
}

async function readTokenizerFile(path: string): Promise<BpeTokenizer> {
  const text = await readText(path);
  return path.endsWith(".tiktoken") ? BpeTokenizer.fromTiktoken(text) : BpeTokenizer.fromJSON(text);
}

async function readText(path: string): Promise<string> {
  return await readPlainText(path, { limit: "tokenizer" });
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch {
    return false;
  }
}
