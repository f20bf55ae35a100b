/**
 * fastText's side: two processes, one that trains and one that tests.
 *
 * @module
 */
import type { Contestant, Trial } from "./contest.ts";

/** How to get the program. */
export const FAST_TEXT_ADVICE = "Debian has it as fasttext; SLUICE_FASTTEXT names one elsewhere";

/**
 * Settings that are measured: what its documentation gives for classification with bigrams, and the small
 * vectors of its authors' scripts for sentiment (classification-example.sh), which are its quickest.
 */
const SETTINGS: Readonly<Record<string, string[]>> = {
  "fastText, bigrams, 100 features": ["-lr", "0.5", "-epoch", "5"],
  "fastText, bigrams, 10 features": ["-lr", "0.5", "-epoch", "5", "-dim", "10"],
};

/** Whether the program can be run. */
export async function hasFastText(program: string): Promise<boolean> {
  try {
    await new Deno.Command(program, { stdout: "null", stderr: "null" }).output();
    return true;
  } catch {
    return false;
  }
}

/** One contestant for each of its settings. */
export function fastText(program: string, folder: string): Contestant[] {
  return Object.entries(SETTINGS).map(([name, settings]) => ({
    name,
    async run(): Promise<Trial> {
      const start = performance.now();
      const training = ["-input", `${folder}/train.txt`, "-output", `${folder}/fasttext`];
      const bigrams = ["-wordNgrams", "2", "-thread", "2", ...settings];
      await runProgram(program, ["supervised", ...training, ...bigrams]);
      const report = await runProgram(program, [
        "test",
        `${folder}/fasttext.bin`,
        `${folder}/test.txt`,
      ]);
      const seconds = (performance.now() - start) / 1000;
      const accuracy = /^P@1\s+([\d.]+)$/m.exec(report)?.[1];
      if (accuracy === undefined) throw new Error(`fastText's report is not understood: ${report}`);
      return { seconds, accuracy: Number(accuracy) };
    },
  }));
}

async function runProgram(program: string, parameters: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, { args: parameters })
    .output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  if (!success) throw new Error(`${program} failed: ${text(stderr).trim().split("\n").at(-1)}`);
  return text(stdout);
}
