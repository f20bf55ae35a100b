// The package from a server, without permissions, as a bundle, and under Node, each in a process of its own.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";

const ROOT = new URL("../", import.meta.url);

/** A program that works with the package at an address, on one thread and on two workers. */
const program = (address: string) =>
  `import { BpeTokenizer } from ${JSON.stringify(address)};
const texts = Array.from({ length: 300 }, (_, i) => "the finest film of " + i + " <pad>");
const options = { vocabSize: 300, specialTokens: ["<pad>"], workers: 2 };
const notices = [];
const onNotice = (notice) => notices.push(notice);
const tokenizer = await BpeTokenizer.trainAsync(texts, { ...options, onNotice });
const one = tokenizer.encodeBatch(texts);
const two = await tokenizer.encodeBatchAsync(texts, { workers: 2, onNotice });
console.log(JSON.stringify({
  same: one.inputIds.length > 300 && one.inputIds.join() === two.inputIds.join(),
  notices,
}));
`;

interface Result {
  same: boolean;
  notices: string[];
}

async function run(
  command: string,
  args: string[],
  cwd: string,
  env: Record<string, string> = {},
): Promise<Result> {
  const { code, stdout, stderr } = await new Deno.Command(command, {
    args,
    cwd,
    env: { NO_COLOR: "1", ...env },
  }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  assertEquals(code, 0, decode(stderr));
  return JSON.parse(decode(stdout));
}

async function withFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const DENO = ["run", "--no-prompt", "--no-config", "--no-lock", "--no-check"];

Deno.test("workers start from a server, with the permission to import from it alone", async () => {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      try {
        const source = await Deno.readTextFile(new URL(`.${new URL(request.url).pathname}`, ROOT));
        return new Response(source, { headers: { "content-type": "application/typescript" } });
      } catch {
        return new Response(null, { status: 404 });
      }
    },
  );
  try {
    await withFolder(async (folder) => {
      const host = `127.0.0.1:${server.addr.port}`;
      await Deno.writeTextFile(`${folder}/program.js`, program(`http://${host}/mod.ts`));
      const args = [...DENO, `--allow-import=${host}`, "program.js"];
      // Deno would keep the modules of this address for ever.
      const result = await run(Deno.execPath(), args, folder, { DENO_DIR: `${folder}/cache` });
      assertEquals(result, { same: true, notices: [] });
    });
  } finally {
    await server.shutdown();
  }
});

Deno.test("where workers may not start one thread does the work, and a notice says why", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/program.js`, program(new URL("mod.ts", ROOT).href));
    const read = `--allow-read=${fileURLToPath(ROOT)}`;
    const allowed = await run(Deno.execPath(), [...DENO, read, "program.js"], folder);
    assertEquals(allowed, { same: true, notices: [] });
    const { same, notices } = await run(Deno.execPath(), [...DENO, "program.js"], folder);
    assertEquals([same, notices.length], [true, 2]);
    assertStringIncludes(notices[0]!, "tokenizer: one thread does the work");
    assertStringIncludes(notices[0]!, "--allow-read");
    assertEquals(notices[0]!.includes("\n"), false);
  });
});

function hasNode(): boolean {
  try {
    return new Deno.Command("node", { args: ["--version"] }).outputSync().success;
  } catch {
    console.warn("runtimes_test.ts: no node, so that is skipped");
    return false;
  }
}

Deno.test("a bundle works under Deno and Node, on one thread", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/program.js`, program(new URL("mod.ts", ROOT).href));
    // Named as the worker's module is, and not to be taken for it.
    await Deno.writeTextFile(`${folder}/_worker.js`, "");
    const args = ["bundle", "--no-config", "--no-lock", "-o", "bundle.js", "program.js"];
    const bundled = await new Deno.Command(Deno.execPath(), { args, cwd: folder }).output();
    assertEquals(bundled.code, 0, new TextDecoder().decode(bundled.stderr));
    await Deno.writeTextFile(`${folder}/package.json`, '{"type": "module"}');
    const deno = await run(Deno.execPath(), [...DENO, "bundle.js"], folder);
    assertEquals([deno.same, deno.notices.length], [true, 2]);
    assertStringIncludes(deno.notices[0]!, "a bundle");
    if (!hasNode()) return;
    const node = await run("node", ["bundle.js"], folder);
    assertEquals([node.same, node.notices.length], [true, 2]);
    assertStringIncludes(node.notices[0]!, "no global Worker");
  });
});
