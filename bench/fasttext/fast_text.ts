/**
 * fastText's side: two processes, one that trains and one that tests.
 *
 * @module
 */
import type { Contestant, Trial } from "./contest.ts";

/** How to get the program. */
export const FAST_TEXT_ADVICE = "Debian has it as fasttext; SLUICE_FASTTEXT names one elsewhere";

/**
 * What is measured, all with the rate and the epochs that do best: the default size of its vectors, that of its
 * authors' scripts for sentiment (classification-example.sh), and our recipe's sizes, its quickest.
 */
const SETTINGS: Readonly<Record<string, string[]>> = {
  "fastText, 100 features, 2,000,000 buckets": [],
  "fastText, 10 features, 2,000,000 buckets": ["-dim", "10"],
  "fastText, 4 features, 524,288 buckets": ["-dim", "4", "-bucket", "524288"],
};
const COMMON = ["-wordNgrams", "2", "-lr", "1", "-epoch", "10", "-thread", "2"];

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
      await runProgram(program, ["supervised", ...training, ...COMMON, ...settings]);
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
