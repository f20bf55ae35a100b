import type { LocalRegistry } from "./local_registry.ts";

/** How a command ended, and what it printed. */
export interface CommandResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** Options of {@linkcode RegistryProject.deno}. */
export interface CommandOptions {
  /** The folder to run in; the default is the project's. */
  cwd?: string;
}

const TIMEOUT_MILLISECONDS = 120_000;

/**
 * An empty folder in which Deno takes packages from a {@linkcode LocalRegistry}, as a user's project does from JSR.
 * Its cache is empty, too, but for npm's packages, which are shared with the one who tests. It is deleted with all it
 * holds when it is disposed of.
 */
export class RegistryProject implements AsyncDisposable {
  readonly #registry: LocalRegistry;
  readonly #root: string;

  private constructor(registry: LocalRegistry, root: string) {
    this.#registry = registry;
    this.#root = root;
  }

  /** Makes a project, with an empty deno.json. */
  static async create(registry: LocalRegistry): Promise<RegistryProject> {
    const project = new RegistryProject(registry, await Deno.makeTempDir());
    await Deno.mkdir(project.folder);
    await Deno.mkdir(project.#cache);
    await project.write("deno.json", "{}\n");
    const { code, stdout, stderr } = await run(
      Deno.execPath(),
      ["info", "--json"],
      project.#root,
      {},
    );
    if (code !== 0) throw new Error(stderr);
    const { npmCache } = JSON.parse(stdout);
    await Deno.mkdir(npmCache, { recursive: true });
    await Deno.symlink(npmCache, `${project.#cache}/npm`);
    return project;
  }

  /** The project's folder. */
  get folder(): string {
    return `${this.#root}/project`;
  }

  get #cache(): string {
    return `${this.#root}/cache`;
  }

  /** Writes a file of the project. */
  async write(name: string, text: string): Promise<void> {
    await Deno.writeTextFile(`${this.folder}/${name}`, text);
  }

  /**
   * Runs `deno` in the project, and takes the registry for JSR: `jsr.io` in the arguments is replaced by its host.
   * Throws after two minutes.
   */
  async deno(
    args: readonly string[],
    { cwd = this.folder }: CommandOptions = {},
  ): Promise<CommandResult> {
    const given = args.map((arg) => arg.replaceAll(/\bjsr\.io\b/g, this.#registry.host));
    const environment = { DENO_DIR: this.#cache, JSR_URL: this.#registry.url };
    return await run(Deno.execPath(), given, cwd, environment);
  }

  /** Adds packages, as `deno add` does. Throws if that fails. */
  async add(dependencies: readonly string[]): Promise<void> {
    const { code, stderr } = await this.deno(["add", ...dependencies]);
    if (code !== 0) throw new Error(`deno add ${dependencies.join(" ")}: ${stderr}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.#root, { recursive: true });
  }
}

async function run(
  command: string,
  args: readonly string[],
  cwd: string,
  environment: Record<string, string>,
): Promise<CommandResult> {
  const { code, stdout, stderr } = await new Deno.Command(command, {
    args: [...args],
    cwd,
    env: { ...environment, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
    stdin: "null",
    signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}
