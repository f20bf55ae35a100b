// The report as JSON: every figure, for other programs.
import { conclude } from "./conclusions.ts";
import type { Report } from "./report.ts";

/** The report as JSON text. */
export function reportJson({ sections, setAside }: Report): string {
  const json = {
    version: 2,
    sections: sections.map((section) => ({ ...section, conclusions: conclude(section) })),
    setAside,
  };
  // JSON knows no infinity: the last range of lengths has no end.
  const finite = (_key: string, value: unknown) => value === Infinity ? null : value;
  return JSON.stringify(json, finite, 2) + "\n";
}
