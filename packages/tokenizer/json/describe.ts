// What a file holds, in few words of one line, for an error.

/** So many characters of a string are shown. */
const SHOWN = 60;

/** A value in few words. */
export function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  if (typeof value !== "string") return String(value);
  const shown = value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value;
  return oneLine(JSON.stringify(shown));
}

/** A text with whatever is no visible character of a line written as its code. */
export function oneLine(text: string): string {
  return text.toWellFormed().replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
}
