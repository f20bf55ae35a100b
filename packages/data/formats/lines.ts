/**
 * One example a line.
 * @module
 */

/**
 * Cuts a text into its lines. They end in LF or CRLF; only in a text without any LF does CR alone
 * end a line, as in files of old Macs, for a CR within a line of other files belongs to its text.
 * The end of the last line may be missing.
 *
 * @param text What a file holds.
 * @returns The lines without their ends; empty ones too.
 */
export function splitLines(text: string): string[] {
  const lines = text.includes("\n") ? text.split(/\r?\n/) : text.split("\r");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}
