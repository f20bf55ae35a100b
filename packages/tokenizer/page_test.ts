// Encodes and decodes on a page in headless Chromium, with the sources as they are but for their types.

import { assertEquals } from "@std/assert";
import { stripTypeScriptTypes } from "node:module";
import { BpeTokenizer } from "./bpe_tokenizer.ts";

const TEXT = "the finest film, Ä 😀 <pad> 1984";

const PAGE = `<!doctype html><meta charset="utf-8"><pre id="result">not yet</pre>
<script type="module">
  const result = document.getElementById("result");
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
    result.textContent = JSON.stringify({ input_ids, text, onWorkers, notices });
  } catch (error) {
    result.textContent = String(error);
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

Deno.test({
  name: "BpeTokenizer works on a page",
  ignore: chromium === undefined,
  async fn() {
    const tokenizer = BpeTokenizer.train(["the finest film of the films"], {
      vocabSize: 270,
      specialTokens: ["<pad>"],
    });
    const profile = await Deno.makeTempDir();
    const server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      (request) => answer(new URL(request.url).pathname, tokenizer),
    );
    try {
      const { stdout } = await new Deno.Command(chromium!, {
        args: [
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          `--user-data-dir=${profile}`,
          "--virtual-time-budget=20000",
          "--dump-dom",
          `http://127.0.0.1:${server.addr.port}/`,
        ],
        stderr: "null",
      }).output();
      const dom = new TextDecoder().decode(stdout);
      const shown = /<pre id="result">(.*?)<\/pre>/s.exec(dom)?.[1] ?? dom;
      const result = shown.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
      const { input_ids } = tokenizer.encode(TEXT);
      const expected = { input_ids, text: TEXT, onWorkers: input_ids, notices: [] };
      assertEquals(result, JSON.stringify(expected));
    } finally {
      await server.shutdown();
      await Deno.remove(profile, { recursive: true });
    }
  },
});
