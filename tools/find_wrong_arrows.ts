import type { ImportGraph } from "./import_graph.ts";

/** Which parts of the house each part may import from. A part is a folder, such as `packages/data`. */
export type Arrows = Readonly<Record<string, readonly string[]>>;

/**
 * Finds the imports that go against the arrows: one line each, with the file, what it imports, and what its part
 * may import. A file whose part the arrows do not name is told, too.
 */
export function findWrongArrows(graph: ImportGraph, arrows: Arrows): string[] {
  const parts = Object.keys(arrows);
  const partOf = (file: string) => parts.find((part) => file.startsWith(`${part}/`));
  const wrong: string[] = [];
  for (const [file, imports] of graph) {
    const part = partOf(file);
    if (part === undefined) {
      wrong.push(`${file}: no rule says what this folder may import; add one`);
      continue;
    }
    const allowed = arrows[part]!;
    for (const imported of imports) {
      const other = partOf(imported);
      if (other === undefined || other === part || allowed.includes(other)) continue;
      const may = allowed.length ? allowed.join(", ") : "nothing";
      wrong.push(`${file} imports ${imported}; ${part} may import ${may}`);
    }
  }
  return wrong;
}
