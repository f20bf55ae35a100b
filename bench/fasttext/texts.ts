/**
 * The same reviews for both sides.
 *
 * @module
 */
import { type Example, loadDataset, SeededRandom, takeBalanced } from "@sluice/data";

/**
 * Writes `size` training reviews and all test reviews to the folder: in a layout that Sluice reads
 * (`train/positive`, ...), and as fastText does (`train.txt`, `test.txt`), lower-cased, with spaces around
 * punctuation, as its documentation has it.
 */
export async function writeTexts(archive: string, size: number, folder: string): Promise<void> {
  const { train, test } = await loadDataset(archive);
  const splits = { train: takeBalanced(train, size, 1), test };
  for (const [split, examples] of Object.entries(splits)) {
    await Deno.mkdir(`${folder}/${split}`);
    for (const [label, name] of ["negative", "positive"].entries()) {
      const texts = examples.filter((example) => example.label === label).map(toLine);
      await Deno.writeTextFile(`${folder}/${split}/${name}`, texts.join("\n") + "\n");
    }
    // fastText reads in the order of the file, which must not be one label after the other.
    const order = new SeededRandom(1).shuffle([...examples]);
    const lines = order.map((example) => `__label__${example.label} ${spaced(example)}`);
    await Deno.writeTextFile(`${folder}/${split}.txt`, lines.join("\n") + "\n");
  }
}

function toLine({ text }: Example): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

function spaced(example: Example): string {
  return toLine(example).toLowerCase().replaceAll(/([.!?,'/()":;])/g, " $1 ");
}
