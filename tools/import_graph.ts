/** What imports what: the files of a tree, each with the files of the tree that it imports. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** The imports of a tree. */
export interface TreeImports {
  graph: ImportGraph;
  /** What cannot be read or resolved: a line each, with the file. */
  broken: string[];
}

interface Resolved {
  specifier?: string;
  error?: string;
}

interface ModuleInfo {
  specifier: string;
  error?: string;
  dependencies?: { code?: Resolved; type?: Resolved }[];
}

/**
 * Reads the imports of all modules below a folder that has a deno.json, as Deno resolves them: `import type`,
 * re-exports and dynamic imports count, too. Paths are relative to the folder, with `/`, and sorted. Left out are
 * what deno.json excludes, `node_modules` and folders whose name begins with a dot.
 */
export async function readImportGraph(root: string): Promise<TreeImports> {
  const folder = await Deno.realPath(root);
  const config = JSON.parse(await Deno.readTextFile(`${folder}/deno.json`));
  const excluded: string[] = (config.exclude ?? []).map((path: string) => path.replace(/\/$/, ""));
  const files = await findModules(folder, "", excluded);

  // `deno info` takes one module, so one is made that imports all.
  const entry = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    const base = `file://${folder}/`;
    const lines = files.map((file) => `import ${JSON.stringify(base + encodeURI(file))};\n`);
    await Deno.writeTextFile(entry, lines.join(""));
    const modules = await describeModules(entry, folder);
    const known = new Set(files);
    const broken: string[] = [];
    const graph = new Map<string, string[]>();
    for (const { specifier, error, dependencies = [] } of modules) {
      if (!specifier.startsWith(base)) continue;
      const file = decodeURI(specifier.slice(base.length));
      if (error) broken.push(`${file}: ${firstLine(error)}`);
      if (!known.has(file)) continue;
      for (const { code, type } of dependencies) {
        const unresolved = code?.error ?? type?.error;
        if (unresolved) broken.push(`${file}: ${firstLine(unresolved)}`);
      }
      const imports = dependencies.flatMap(({ code, type }) => [code?.specifier, type?.specifier])
        .filter((imported) => imported?.startsWith(base))
        .map((imported) => decodeURI(imported!.slice(base.length)))
        .filter((imported) => known.has(imported));
      graph.set(file, [...new Set(imports)].sort());
    }
    return { graph: new Map([...graph].sort(([a], [b]) => a < b ? -1 : 1)), broken };
  } finally {
    await Deno.remove(entry);
  }
}

async function findModules(root: string, below: string, excluded: string[]): Promise<string[]> {
  const files: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(`${root}/${below}`)) {
    const path = below + name;
    if (name.startsWith(".") || name === "node_modules" || excluded.includes(path)) continue;
    if (isDirectory) files.push(...await findModules(root, `${path}/`, excluded));
    else if (/\.[jt]sx?$/.test(name)) files.push(path);
  }
  return files.sort();
}

async function describeModules(entry: string, folder: string): Promise<ModuleInfo[]> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "--no-lock", "--config", `${folder}/deno.json`, entry],
    cwd: folder,
  }).output();
  if (!success) throw new Error(`deno info: ${new TextDecoder().decode(stderr).trim()}`);
  return JSON.parse(new TextDecoder().decode(stdout)).modules;
}

function firstLine(text: string): string {
  return text.split("\n")[0]!;
}
