/**
 * Refuses import cycles, types included, and imports against the direction of the house's arrows:
 * `deno task check:imports`.
 *
 * @module
 */
import { findCycles } from "./find_cycles.ts";
import { type Arrows, findWrongArrows } from "./find_wrong_arrows.ts";
import { readImportGraph } from "./import_graph.ts";

const PACKAGES = [
  "packages/files",
  "packages/tokenizer",
  "packages/data",
  "packages/kernels",
  "packages/models",
  "packages/runs",
  "packages/train",
];

/** The arrows. Nothing imports an app, but for the command line, which starts the others. */
export const ARROWS: Arrows = {
  "std": [],
  "packages/files": ["std"],
  "packages/tokenizer": ["std"],
  "packages/data": ["std", "packages/files", "packages/tokenizer"],
  "packages/kernels": ["std"],
  "packages/models": ["std", "packages/kernels"],
  "packages/runs": ["std", "packages/files"],
  "packages/train": ["std", ...PACKAGES],
  "apps/command_line": ["std", "packages/files", "packages/runs"],
  "apps/report": ["std", "packages/files", "packages/runs", "apps/command_line"],
  "apps/page": ["std", ...PACKAGES, "apps/command_line"],
  "apps/cli": ["std", ...PACKAGES, "apps/command_line", "apps/report", "apps/page"],
  "bench": ["std", ...PACKAGES],
  // What tortures commands calls their parts, and compares as the benchmarks do; nothing imports the tools.
  "tools": ["std", ...PACKAGES, "apps/command_line", "apps/report", "apps/cli", "bench"],
};

/** Checks a tree and returns what is wrong, a line each. */
export async function checkImports(root: string, arrows: Arrows = ARROWS): Promise<string[]> {
  const { graph, broken } = await readImportGraph(root);
  return [
    ...broken,
    ...findCycles(graph).map((files) => `import cycle: ${files.join(" -> ")}`),
    ...findWrongArrows(graph, arrows),
  ];
}

if (import.meta.main) {
  const root = new URL("../", import.meta.url).pathname;
  const wrong = await checkImports(root);
  for (const line of wrong) console.error(line);
  if (wrong.length) Deno.exit(1);
}
