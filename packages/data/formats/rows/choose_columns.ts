/**
 * Which columns hold the text and the label: those that the user names, or those whose names say it.
 * @module
 */

/** Names of columns with a text, and with a label, the likeliest first. */
const TEXT_NAMES = [
  ...["text", "review", "sentence", "content", "body", "message", "comment", "description"],
  ...["question", "tweet", "document"],
];
const LABEL_NAMES = [
  ...["label", "class", "sentiment", "category", "target", "rating", "stars", "topic", "intent"],
  ...["language"],
];

/** Columns by name. */
export interface Columns {
  /** Those of the text, joined with a space where they are several. */
  text: string[];
  label: string;
  /** What tells a row from all others, where there is such a column. */
  id?: string;
}

/**
 * Finds the columns.
 *
 * @param columns The names that there are.
 * @param given What the user says: `text` may name several, with commas between them.
 * @param where What errors call the file.
 * @throws {Error} Where a column is not there, or none has a name that is known.
 */
export function chooseColumns(
  columns: readonly string[],
  given: { text?: string; label?: string },
  where: string,
): Columns {
  const listed = columns.map((name) => JSON.stringify(name.slice(0, 60))).slice(0, 20).join(", ");
  const check = (name: string, flag: string) => {
    if (columns.includes(name)) return name;
    throw new Error(
      `${where} has no column ${JSON.stringify(name.slice(0, 60))} (--${flag}); it has ${listed}`,
    );
  };
  const find = (names: readonly string[], flag: string) => {
    for (const name of names) {
      const found = columns.find((column) => column.trim().toLowerCase() === name);
      if (found !== undefined) return found;
    }
    throw new Error(`${where}: which column holds the ${flag}? --${flag} COLUMN; it has ${listed}`);
  };
  // A name may have a comma in it.
  const text = given.text === undefined
    ? [find(TEXT_NAMES, "text")]
    : columns.includes(given.text)
    ? [given.text]
    : given.text.split(",").map((name) => check(name, "text"));
  const label = given.label === undefined
    ? find(LABEL_NAMES, "label")
    : check(given.label, "label");
  const id = columns.find((column) => column.trim().toLowerCase() === "id");
  return { text, label, ...(id === undefined || id === label ? {} : { id }) };
}
