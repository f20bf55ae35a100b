// The one way in which commands print: what a file or an argument holds may command no terminal.
import { printable, printableJson, printableLines } from "./printable.ts";

/** Prints lines on standard output. */
export function print(text: string): void {
  console.log(printableLines(text));
}

/** Prints lines on standard error. */
export function printError(text: string): void {
  console.error(printableLines(text));
}

/** Prints a value as one line of JSON on standard output. */
export function printJson(value: unknown): void {
  console.log(printableJson(value));
}

const COLORS = [44, 42, 45, 46, 43];

/** Prints the pieces of a text in one line on standard output: in colors in turn, or with bars between. */
export function printPieces(pieces: readonly string[]): void {
  const shown = pieces.map(printable);
  const inColor = Deno.stdout.isTerminal() && !Deno.noColor;
  console.log(
    inColor
      ? shown.map((piece, i) => `\x1b[30;${COLORS[i % COLORS.length]}m${piece}\x1b[0m`).join("")
      : shown.join("|"),
  );
}
