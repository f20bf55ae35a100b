// Runs what the README shows from http, as JSR serves packages, in a project without a checkout and
// with the permissions that the README names; and makes the format that it tells how to make.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import rootConfig from "../../deno.json" with { type: "json" };
import dataConfig from "./deno.json" with { type: "json" };
import { makeArchive, makeTemporaryFolder, REVIEWS, under, writeFile } from "./_testing.ts";

const PACKAGES = new URL("../", import.meta.url);
const README = await Deno.readTextFile(new URL("README.md", import.meta.url));

/** The examples of the README that read no file: code that is not marked to be ignored. */
const EXAMPLES = [...README.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, code]) => code as string)
  .filter((code) => !code.includes("Deno."));

/** Names of packages as JSR writes them into the modules that it serves: as full addresses. */
function withAddresses(source: string, origin: string): string {
  return source.replace(/(\bfrom |\bimport\(|^import )"([^".][^"]*)"/gm, (whole, before, name) => {
    const address = addressOf(name, origin);
    return address === undefined ? whole : `${before}"${address}"`;
  });
}

function addressOf(name: string, origin: string): string | undefined {
  // The standard library comes from JSR, or from what stands in for it here.
  if (name.startsWith("@std/")) return `${origin}/std/${name.slice("@std/".length)}/mod.ts`;
  const own = /^@sluice\/(\w+)(?:\/(\w+))?$/.exec(name);
  if (own === null) return (rootConfig.imports as Record<string, string>)[name];
  const [, owner, entry] = own;
  if (owner !== "data") return `${origin}/${owner}/mod.ts`;
  const path = (dataConfig.exports as Record<string, string>)[
    entry === undefined ? "." : `./${entry}`
  ];
  assert(path !== undefined, `the README imports ${name}, which is no entry point`);
  return new URL(path, `${origin}/data/`).href;
}

interface Outcome {
  success: boolean;
  stdout: string;
  stderr: string;
}

/** What runs programs whose packages come from http. */
interface Stage {
  /** An empty folder, which programs are started in. */
  folder: string;
  origin: string;
  run(
    program: string,
    permissions: readonly string[],
    environment?: Record<string, string>,
  ): Promise<Outcome>;
}

async function findDenoDirectory(): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
  return JSON.parse(new TextDecoder().decode(stdout)).denoDir;
}

async function onStage(play: (stage: Stage) => Promise<void>): Promise<void> {
  using folder = makeTemporaryFolder({ "project/notes": "no configuration" });
  // Modules are cached by their address, and the next test may be at the same one.
  Deno.mkdirSync(`${folder.path}/deno`);
  Deno.symlinkSync(`${await findDenoDirectory()}/npm`, `${folder.path}/deno/npm`);
  const programs = new Map<string, string>();
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    async (request) => {
      const { pathname, origin } = new URL(request.url);
      try {
        const place = pathname.startsWith("/std/") ? `..${pathname}` : `.${pathname}`;
        const source = programs.get(pathname) ??
          await Deno.readTextFile(new URL(place, PACKAGES));
        return new Response(withAddresses(source, origin), {
          headers: { "content-type": "application/typescript" },
        });
      } catch {
        return new Response(null, { status: 404 });
      }
    },
  );
  const host = `127.0.0.1:${server.addr.port}`;
  const origin = `http://${host}`;
  try {
    await play({
      folder: folder.path,
      origin,
      async run(program, permissions, environment = {}) {
        const path = `/programs/${programs.size}.ts`;
        programs.set(path, program);
        const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
          // From JSR nothing need be allowed to import; from elsewhere it must.
          args: [
            ...["run", "--no-prompt", "--no-lock", "--no-config", `--allow-import=${host}`],
            ...permissions,
            `${origin}${path}`,
          ],
          cwd: `${folder.path}/project`,
          env: { NO_COLOR: "1", DENO_DIR: `${folder.path}/deno`, ...environment },
        }).output();
        const decoder = new TextDecoder();
        return { success, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
      },
    });
  } finally {
    await server.shutdown();
  }
}

/** The permissions in the README's table for what is loaded. */
function permissionsFor(what: string, replacements: Record<string, string> = {}): string[] {
  const section = README.split("\n## ").find((part) => part.startsWith("Permissions")) ?? "";
  const row = section.split("\n").find((line) => line.startsWith(`| ${what}`));
  assert(row !== undefined, `the README names no permissions for ${what}`);
  const flags = row.match(/--allow-[\w-]+=[^\s`]+/g) ?? [];
  return flags.map((flag) =>
    Object.entries(replacements).reduce(
      (text, [from, to]) => text.replace(`=${from}`, `=${to}`),
      flag,
    )
  );
}

Deno.test("the README's examples run from http, with no permissions", () =>
  onStage(async ({ run }) => {
    assertEquals(EXAMPLES.length, 2);
    const [first, second] = [await run(EXAMPLES[0]!, []), await run(EXAMPLES[1]!, [])];
    assert(first.success, first.stderr);
    assertStringIncludes(first.stdout, '[ "negative", "positive" ]\n32 ');
    assert(second.success, second.stderr);
    assertStringIncludes(second.stdout, "1, 4, 5");
    assertEquals(permissionsFor('`"sample"`'), []);
  }));

const LOAD = (spec: string, options = "{}") =>
  `import { loadDataset } from "@sluice/data";
  const { name, train, notice } = await loadDataset(${JSON.stringify(spec)}, ${options});
  console.log(name, train.length, notice ?? "");`;

Deno.test("paths are loaded from http with the permission that the README names", () =>
  onStage(async ({ folder, run }) => {
    for (const [path, files] of Object.entries(under(folder, REVIEWS))) writeFile(path, files);
    writeFile(`${folder}/reviews.tar.gz`, await makeArchive(REVIEWS));
    for (const [spec, name] of [[folder, "folder"], [`${folder}/reviews.tar.gz`, "archive"]]) {
      const permissions = permissionsFor("a path", { PATH: spec! });
      const { success, stdout, stderr } = await run(LOAD(spec!), permissions);
      assert(success, stderr);
      assertEquals(stdout, `${name} 4 \n`);
    }
  }));

Deno.test("IMDb is loaded from http with the permissions that the README names", async () => {
  const archive = await makeArchive(under("aclImdb", REVIEWS));
  const md5 = (await import("node:crypto")).createHash("md5").update(archive).digest("hex");
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    () => new Response(archive as Uint8Array<ArrayBuffer>),
  );
  const host = `127.0.0.1:${server.addr.port}`;
  try {
    await onStage(async ({ folder, run }) => {
      const cache = `${folder}/cache`;
      const options = { downloadUrl: `http://${host}/aclImdb_v1.tar.gz`, downloadMd5: md5 };
      // A server of our own stands in for the one where IMDb is.
      const permissions = permissionsFor('`"imdb"` or `"auto"`', {
        CACHE: cache,
        "ai.stanford.edu": host,
      });
      for (const spec of ["imdb", "auto"]) {
        const { success, stdout, stderr } = await run(
          LOAD(spec, JSON.stringify(options)),
          permissions,
          { SLUICE_CACHE_DIR: cache },
        );
        assert(success, stderr);
        assertEquals(stdout, "imdb 4 \n");
      }
      // As it is found where the variable is not set.
      const home = await run(
        LOAD("imdb", JSON.stringify(options)),
        permissions.map((flag) => flag.replace(cache, `${folder}/home/.cache/sluice`)),
        { SLUICE_CACHE_DIR: "", XDG_CACHE_HOME: "", HOME: `${folder}/home` },
      );
      if (Deno.build.os === "linux") assertEquals(home.stdout, "imdb 4 \n", home.stderr);
    });
  } finally {
    await server.shutdown();
  }
});

Deno.test("the format that the README makes can be read", async () => {
  const [, path, code] = /In\s+`(formats\/\w+\.ts)`:\n\n```ts ignore\n([^]*?)^```$/m.exec(README) ??
    [];
  assert(path !== undefined && code !== undefined);
  using folder = makeTemporaryFolder();
  const copy = `${folder.path}/data`;
  copyFolder(new URL(".", import.meta.url).pathname, copy);
  writeFile(`${copy}/${path}`, code);
  const list = `${copy}/formats/formats.ts`;
  writeFile(
    list,
    Deno.readTextFileSync(list)
      .replace("= [folder,", "= [classesJson, folder,")
      .replace(/^import/m, 'import { classesJson } from "./classes_json.ts";\nimport'),
  );
  writeFile(
    `${copy}/deno.json`,
    JSON.stringify({
      imports: {
        "tar-stream": rootConfig.imports["tar-stream"],
        "hyparquet": rootConfig.imports["hyparquet"],
        "hyparquet-compressors": rootConfig.imports["hyparquet-compressors"],
        "@std/csv": new URL("../../std/csv/mod.ts", import.meta.url).href,
        "@sluice/files": new URL("../files/mod.ts", import.meta.url).href,
      },
    }),
  );
  const contents = { ham: ["Lunch?"], spam: ["Win!", "Buy!"] };
  writeFile(`${folder.path}/mail.json`, JSON.stringify({ train: contents, test: contents }));
  writeFile(
    `${copy}/program.ts`,
    `import { loadDataset } from "./mod.ts";
    const { name, labels, train } = await loadDataset(Deno.args[0]!);
    console.log(name, labels.join(), train.map(({ id }) => id).join());`,
  );
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--check", "--no-prompt", "--no-lock", "--node-modules-dir=none"],
      `--allow-read=${folder.path}/mail.json`,
      `${copy}/program.ts`,
      `${folder.path}/mail.json`,
    ],
    cwd: copy,
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  assert(success, decoder.decode(stderr));
  assertEquals(
    decoder.decode(stdout),
    "json ham,spam train/ham/1,train/spam/1,train/spam/2\n",
  );
});

/** Copies the modules of a folder, but not its tests. */
function copyFolder(from: string, to: string): void {
  for (const { name, isDirectory } of Deno.readDirSync(from)) {
    if (isDirectory) copyFolder(`${from}/${name}`, `${to}/${name}`);
    else if (name.endsWith(".ts") && !name.endsWith("_test.ts")) {
      writeFile(`${to}/${name}`, Deno.readTextFileSync(`${from}/${name}`));
    }
  }
}
