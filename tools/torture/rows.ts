// Files of rows that are damaged: they are read, or refused in one line.
import { loadDataset } from "@sluice/data";
import { gzipSync } from "node:zlib";
import parquet from "../../packages/data/formats/rows/_parquet_fixture.json" with { type: "json" };
import { mutateBytes } from "./mutate.ts";
import type { Part } from "./part.ts";
import { orPlainError } from "./plain_error.ts";
import type { Random } from "./random.ts";
import { inTemporaryFolder } from "./small_run.ts";

const TEXTS = [
  "fine",
  "",
  "a, b",
  "two\nlines",
  'a "quote"',
  "🎬",
  "\u0000",
  "__proto__",
  "x".repeat(300),
];
const LABELS = ["pos", "neg", "__proto__", "7", "c d"];
const EXTENSIONS = ["csv", "tsv", "jsonl", "json", "txt", "parquet"] as const;

/** A file of rows of one kind. */
function makeFile(extension: typeof EXTENSIONS[number], random: Random): Uint8Array<ArrayBuffer> {
  if (extension === "parquet") return Uint8Array.fromBase64(random.pick(Object.values(parquet)));
  return new TextEncoder().encode(makeText(extension, random));
}

function makeText(
  extension: Exclude<typeof EXTENSIONS[number], "parquet">,
  random: Random,
): string {
  const rows = Array.from(
    { length: random.between(1, 30) },
    () => ({ text: `${random.pick(TEXTS)} ${random.below(50)}`, label: random.pick(LABELS) }),
  );
  const quote = (field: string) => `"${field.replaceAll('"', '""')}"`;
  switch (extension) {
    case "csv":
    case "tsv": {
      const delimiter = extension === "tsv" ? "\t" : random.pick([",", ";", "|"]);
      const lines = [["text", "label"], ...rows.map(({ text, label }) => [text, label])];
      return lines.map((fields) => fields.map(quote).join(delimiter) + "\n").join("");
    }
    case "jsonl":
      return rows.map((row) => JSON.stringify(row) + "\n").join("");
    case "json":
      return JSON.stringify(rows);
    case "txt":
      return rows.map(({ text, label }) =>
        `__label__${label.replaceAll(" ", "_")} ${text.replaceAll("\n", " ")}\n`
      ).join("");
  }
}

/** Damaged files of rows, read. */
export const rows: Part = {
  name: "rows",
  share: 1,
  run: ({ random, count }) =>
    inTemporaryFolder(async (folder) => {
      for (let i = 0; i < 20; i++) {
        const extension = random.pick(EXTENSIONS);
        let bytes: Uint8Array<ArrayBuffer> = makeFile(extension, random);
        if (random.chance(0.8)) bytes = mutateBytes(bytes, random);
        const isPacked = extension !== "parquet" && random.chance(0.2);
        if (isPacked) {
          bytes = new Uint8Array(gzipSync(bytes, { level: 1 }));
          if (random.chance(0.5)) bytes = mutateBytes(bytes, random);
        }
        const path = `${folder}/${i}.${extension}${isPacked ? ".gz" : ""}`;
        await Deno.writeFile(path, bytes);
        const dataset = await orPlainError(() =>
          loadDataset(path, {
            table: {
              onBadRow: random.pick(["fail", "skip"]),
              ...(random.chance(0.5) ? { test: path } : {}),
              ...(random.chance(0.1) ? { header: false, text: "1", label: "2" } : {}),
            },
          })
        );
        count("inputs");
        count(`${extension}: ${dataset === undefined ? "refused" : "read"}`);
        await Deno.remove(path);
      }
    }),
};
