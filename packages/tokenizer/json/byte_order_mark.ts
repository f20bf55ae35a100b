// Some editors start a file in UTF-8 with a byte-order mark.

/** The text of a file without the mark that it may start with. */
export function withoutByteOrderMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}
