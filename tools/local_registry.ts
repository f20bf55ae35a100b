import { extract } from "tar-stream";

interface PublishedPackage {
  version: string;
  exports: Record<string, string>;
  files: Map<string, Uint8Array<ArrayBuffer>>;
}

const CONTENT_TYPES: Record<string, string> = {
  js: "text/javascript",
  json: "application/json",
  md: "text/markdown",
  ts: "application/typescript",
  wasm: "application/wasm",
};

/**
 * A JSR registry on loopback, for as long as it is not disposed of: `deno publish`, `deno add` and `deno run` take it
 * for JSR where the environment's JSR_URL is its address. So what is served is what `deno publish` sends: the files
 * that are not excluded, with the specifiers of import maps written out.
 */
export class LocalRegistry implements AsyncDisposable {
  readonly #packages = new Map<string, PublishedPackage>();
  readonly #server: Deno.HttpServer<Deno.NetAddr>;

  constructor() {
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      (request) => this.#answer(request),
    );
  }

  /** Host and port: what stands for `jsr.io` in permissions. */
  get host(): string {
    return `127.0.0.1:${this.#server.addr.port}`;
  }

  /** The registry's address, for JSR_URL. */
  get url(): string {
    return `http://${this.host}/`;
  }

  /** The names of all packages, such as `@sluice/data`. */
  get names(): string[] {
    return [...this.#packages.keys()].sort();
  }

  /** The paths of a package's files, such as `/mod.ts`. Throws if there is no such package. */
  files(name: string): ReadonlyMap<string, Uint8Array<ArrayBuffer>> {
    const found = this.#packages.get(name);
    if (!found) throw new Error(`${name} has not been published; there are: ${this.names}`);
    return found.files;
  }

  /**
   * Publishes all packages of a workspace by `deno publish`. Types are not checked.
   *
   * @throws {Error} with what `deno publish` says, if it refuses.
   */
  async publishWorkspace(folder: string): Promise<void> {
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["publish", "--token=any", "--allow-dirty", "--no-check", "--allow-slow-types"],
      cwd: folder,
      env: { JSR_URL: this.url, NO_COLOR: "1" },
      stdout: "null",
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr).trim());
  }

  /** Adds a package of the files of a folder, as they are. */
  async addFolder(folder: string): Promise<void> {
    const files = new Map<string, Uint8Array<ArrayBuffer>>();
    for await (const { name, isFile } of Deno.readDir(folder)) {
      if (isFile) files.set(`/${name}`, await Deno.readFile(`${folder}/${name}`));
    }
    this.#add(files);
  }

  #add(files: Map<string, Uint8Array<ArrayBuffer>>): void {
    const { name, version, exports } = JSON.parse(
      new TextDecoder().decode(files.get("/deno.json")),
    );
    this.#packages.set(name, {
      version,
      exports: typeof exports === "string" ? { ".": exports } : exports,
      files,
    });
  }

  async #answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (request.method === "POST") {
      this.#add(await unpack(request.body!));
      return Response.json({ id: pathname, status: "success", error: null });
    }
    if (pathname.startsWith("/api/")) {
      // Every package of every scope is there, and no version yet.
      if (pathname.includes("/versions/")) return new Response(null, { status: 404 });
      const [, , , scope, , name] = pathname.split("/");
      return Response.json({ scope, name });
    }
    return await this.#serve(pathname) ?? new Response(null, { status: 404 });
  }

  /** `/@scope/name/meta.json`, `/@scope/name/VERSION_meta.json` and `/@scope/name/VERSION/FILE`. */
  async #serve(path: string): Promise<Response | undefined> {
    const [, name = "", rest = ""] = /^\/(@[^/]+\/[^/]+)\/(.+)$/.exec(path) ?? [];
    const found = this.#packages.get(name);
    if (!found) return undefined;
    const { version, exports, files } = found;
    if (rest === "meta.json") {
      const [scope, short] = name.slice(1).split("/");
      return Response.json({ scope, name: short, latest: version, versions: { [version]: {} } });
    }
    if (rest === `${version}_meta.json`) {
      const manifest: Record<string, { size: number; checksum: string }> = {};
      for (const [file, bytes] of files) {
        const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
        manifest[file] = { size: bytes.length, checksum: `sha256-${digest.toHex()}` };
      }
      return Response.json({ exports, manifest });
    }
    const bytes = rest.startsWith(version) ? files.get(rest.slice(version.length)) : undefined;
    if (!bytes) return undefined;
    return new Response(bytes, {
      headers: {
        "access-control-allow-origin": "*",
        "content-type": CONTENT_TYPES[rest.split(".").at(-1)!] ?? "application/octet-stream",
      },
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}

/** The files of a `.tar.gz` file, by their paths, which begin with `/`. */
async function unpack(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const archive = extract();
  const tar = await new Response(stream.pipeThrough(new DecompressionStream("gzip"))).bytes();
  archive.end(tar);
  for await (const entry of archive) {
    const chunks = await Array.fromAsync(entry as AsyncIterable<Uint8Array<ArrayBuffer>>);
    const path = `/${entry.header.name.replace(/^\.?\//, "")}`;
    files.set(path, await new Blob(chunks).bytes());
  }
  return files;
}
