import type { ImportGraph } from "./import_graph.ts";

/**
 * Finds the import cycles: for each import that lies on a cycle, the shortest one that it lies on, each told once.
 * A cycle begins and ends with the same file, the first of its files by name.
 */
export function findCycles(graph: ImportGraph): string[][] {
  const cycles = new Map<string, string[]>();
  for (const [file, imports] of graph) {
    for (const imported of imports) {
      const way = shortestWay(graph, imported, file);
      if (way === undefined) continue;
      const cycle = turn(way);
      cycles.set(cycle.join("\n"), cycle);
    }
  }
  return [...cycles.values()];
}

/** The shortest chain of imports from one file to another, both included, by breadth. */
function shortestWay(graph: ImportGraph, from: string, to: string): string[] | undefined {
  const ways: string[][] = [[from]];
  const seen = new Set([from]);
  for (const way of ways) {
    const last = way.at(-1)!;
    if (last === to) return way;
    for (const next of graph.get(last) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return undefined;
}

/** The same round from the first of its files by name, closed. */
function turn(way: readonly string[]): string[] {
  const first = way.indexOf([...way].sort()[0]!);
  return [...way.slice(first), ...way.slice(0, first), way[first]!];
}
