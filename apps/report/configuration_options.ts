// The options of a configuration in one flat list, to find what configurations share.
import { configurationKey, type JsonValue, type RunRecord } from "@sluice/runs";

const SECTIONS = new Set(["model", "data", "optimizer", "training"]);

/** Every option that decides a configuration, by its own name, as text; in the order of names. */
export function configurationOptions(record: RunRecord): Map<string, string> {
  const flat: [string, string][] = [];
  const visit = (value: JsonValue, path: string) => {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      for (const [key, inner] of Object.entries(value)) {
        visit(inner, path === "" ? key : `${path}.${key}`);
      }
    } else {
      flat.push([path, typeof value === "string" ? value : JSON.stringify(value)]);
    }
  };
  for (const [section, value] of Object.entries(JSON.parse(configurationKey(record)))) {
    visit(value as JsonValue, SECTIONS.has(section) ? "" : section);
  }
  return new Map(flat.sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0));
}
