// An exported model on a page in headless Chromium, with TensorFlow.js's own script and nothing of Sluice's.
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { BpeTokenizer } from "@sluice/tokenizer";
import { createRequire } from "node:module";
import { makeFiles, withFolder, writeArchive } from "./_fixtures.ts";
import { runCli } from "./_run_cli.ts";

const TEXTS = ["a wonderful film", "a dull and tedious plot with the awful actor", "the"];

/** A page that shows what the model at /MODEL/model.json predicts for /ids.json, for each of the models. */
const PAGE = `<!doctype html><meta charset="utf-8"><pre id="result">not yet</pre>
<script src="/tf-core.min.js"></script>
<script src="/tf-backend-cpu.min.js"></script>
<script src="/tf-layers.min.js"></script>
<script type="module">
  const result = document.getElementById("result");
  try {
    await tf.setBackend("cpu");
    const { models, ids } = await (await fetch("/ids.json")).json();
    const found = {};
    for (const name of models) {
      const model = await tf.loadLayersModel("/" + name + "/model.json");
      found[name] = [...model.predict(tf.tensor2d(ids[name], undefined, "int32")).dataSync()];
    }
    result.textContent = JSON.stringify(found);
  } catch (error) {
    result.textContent = String(error);
  }
</script>`;

const chromium = findChromium();
if (chromium === undefined) {
  console.warn("export_page_test.ts: skipped, since there is no chromium");
}

function findChromium(): string | undefined {
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    for (const folder of (Deno.env.get("PATH") ?? "").split(":")) {
      try {
        if (Deno.statSync(`${folder}/${name}`).isFile) return `${folder}/${name}`;
      } catch {
        // Not here.
      }
    }
  }
  return undefined;
}

/** What a page shows in the end. */
async function show(url: string): Promise<string> {
  const profile = await Deno.makeTempDir();
  try {
    const { stdout } = await new Deno.Command(chromium!, {
      args: [
        ...["--headless", "--no-sandbox", "--disable-gpu", `--user-data-dir=${profile}`],
        ...["--virtual-time-budget=60000", "--dump-dom", url],
      ],
      stderr: "null",
    }).output();
    const dom = new TextDecoder().decode(stdout);
    return /<pre id="result">(.*?)<\/pre>/s.exec(dom)?.[1] ?? dom;
  } finally {
    await Deno.remove(profile, { recursive: true });
  }
}

Deno.test({
  name: "exported runs predict on a page what they predict in Sluice",
  ignore: chromium === undefined,
  async fn() {
    await withFolder(async (folder) => {
      await writeArchive(`${folder}/reviews.tar.gz`, makeFiles(120, 20));
      const runs = ["--runs", `${folder}/runs`];
      const models = ["lstm", "cnn"];
      const expected: Record<string, number[]> = {}, ids: Record<string, number[][]> = {};
      for (const model of models) {
        const trained = await runCli([
          ...["train", model, "--name", model, "--data", `${folder}/reviews.tar.gz`, ...runs],
          ...["--hidden", "8", "--embedding", "8", "--batch-size", "4", "--learning-rate", "0.01"],
          ...["--epochs", "2", "--vocab-size", "300", "--threads", "1"],
          ...(model === "cnn" ? ["--filters", "4"] : ["--bidirectional", "--merge", "average"]),
        ]);
        assertEquals(trained.code, 0, trained.stderr);
        const output = `${folder}/${model}`;
        const exported = await runCli(["export", model, ...runs, "--output", output]);
        assertEquals(exported.code, 0, exported.stderr);
        const { stdout } = await runCli(["predict", model, ...TEXTS, ...runs, "--json"]);
        expected[model] = stdout.trimEnd().split("\n").map((line) => JSON.parse(line).probability);
        const json = await Deno.readTextFile(`${output}/tokenizer.json`);
        const { input_ids } = BpeTokenizer.fromJSON(json).encode(TEXTS);
        const longest = Math.max(...input_ids.map((row) => row.length));
        ids[model] = input_ids.map((row) => [...row, ...new Array(longest - row.length).fill(0)]);
      }

      const { resolve } = createRequire(import.meta.url);
      const scripts = new Map(["core", "backend-cpu", "layers"].map((part) => [
        `/tf-${part}.min.js`,
        resolve(`@tensorflow/tfjs-${part}/dist/tf-${part}.min.js`),
      ]));
      const server = Deno.serve(
        { hostname: "127.0.0.1", port: 0, onListen: () => {} },
        (request) => {
          const { pathname } = new URL(request.url);
          if (pathname === "/") return html(PAGE);
          if (pathname === "/ids.json") return Response.json({ models, ids });
          return file(scripts.get(pathname) ?? folder + pathname);
        },
      );
      try {
        const shown = await show(`http://127.0.0.1:${server.addr.port}/`);
        assert(shown.startsWith("{"), shown);
        const found = JSON.parse(shown);
        for (const model of models) {
          assertEquals(found[model].length, TEXTS.length);
          expected[model]!.forEach((value, i) => assertAlmostEquals(found[model][i], value, 1e-4));
        }
      } finally {
        await server.shutdown();
      }
    });
  },
});

function html(text: string): Response {
  return new Response(text, { headers: { "content-type": "text/html" } });
}

async function file(path: string): Promise<Response> {
  try {
    return new Response(await Deno.readFile(path));
  } catch {
    return new Response(null, { status: 404 });
  }
}
