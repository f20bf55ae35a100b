// Encodes and decodes on a page in headless Chromium, with the sources as they are but for their types.

import { assertEquals } from "@std/assert";
import { stripTypeScriptTypes } from "node:module";
import { BpeTokenizer } from "./bpe_tokenizer.ts";

const TEXT = "the finest film, Ä 😀 <pad> 1984";

// The page sends its result back: Chromium's own clock for tests does not wait for workers.
const PAGE = `<!doctype html><meta charset="utf-8">
<script type="module">
  const send = (result) => fetch("/result", { method: "POST", body: result });
  try {
    const { BpeTokenizer } = await import("/mod.ts");
    const tokenizer = BpeTokenizer.fromJSON(await (await fetch("/tokenizer.json")).json());
    const { input_ids } = tokenizer.encode(${JSON.stringify(TEXT)});
    const notices = [];
    const batch = await tokenizer.encodeBatchAsync([${JSON.stringify(TEXT)}], {
      workers: 2,
      onNotice: (notice) => notices.push(notice),
    });
    const onWorkers = [...batch.inputIds];
    const text = tokenizer.decode(input_ids);
    await send(JSON.stringify({ input_ids, text, onWorkers, notices }));
  } catch (error) {
    await send(String(error));
  }
</script>`;

function findChromium(): string | undefined {
  const folders = (Deno.env.get("PATH") ?? "").split(":");
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    for (const folder of folders) {
      try {
        if (Deno.statSync(`${folder}/${name}`).isFile) return `${folder}/${name}`;
      } catch {
        // Not here.
      }
    }
  }
  return undefined;
}

const chromium = findChromium();
if (chromium === undefined) console.warn("page_test.ts: skipped, since there is no chromium");

async function answer(path: string, tokenizer: BpeTokenizer): Promise<Response> {
  if (path === "/") return new Response(PAGE, { headers: { "content-type": "text/html" } });
  if (path === "/tokenizer.json") return Response.json(tokenizer);
  try {
    const source = await Deno.readTextFile(new URL(`.${path}`, import.meta.url));
    return new Response(stripTypeScriptTypes(source), {
      headers: { "content-type": "text/javascript" },
    });
  } catch {
    return new Response(null, { status: 404 });
  }
}

/** The browser's helpers end a moment after it, and write until then. */
async function removeSoon(folder: string): Promise<void> {
  for (let tries = 50;; tries--) {
    try {
      return await Deno.remove(folder, { recursive: true });
    } catch (error) {
      if (tries === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

Deno.test({
  name: "BpeTokenizer works on a page",
  ignore: chromium === undefined,
  async fn() {
    const tokenizer = BpeTokenizer.train(["the finest film of the films"], {
      vocabSize: 270,
      specialTokens: ["<pad>"],
    });
    const profile = await Deno.makeTempDir();
    const { promise: result, resolve } = Promise.withResolvers<string>();
    const deadline = setTimeout(() => resolve("no answer"), 60_000);
    const server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      async (request) => {
        const { pathname } = new URL(request.url);
        if (pathname !== "/result") return await answer(pathname, tokenizer);
        resolve(await request.text());
        return new Response();
      },
    );
    let browser: Deno.ChildProcess | undefined;
    try {
      browser = new Deno.Command(chromium!, {
        args: [
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          `--user-data-dir=${profile}`,
          `http://127.0.0.1:${server.addr.port}/`,
        ],
        stdout: "null",
        stderr: "null",
      }).spawn();
      const { input_ids } = tokenizer.encode(TEXT);
      const expected = { input_ids, text: TEXT, onWorkers: input_ids, notices: [] };
      assertEquals(await result, JSON.stringify(expected));
    } finally {
      clearTimeout(deadline);
      browser?.kill();
      await browser?.status;
      await server.shutdown();
      await removeSoon(profile);
    }
  },
});
