// The kernels in a browser's worker on an isolated page, where threads can be had.

import { assertEquals } from "@std/assert";
import { findChromium, showPage } from "./chromium.ts";
import { ROOT } from "./serve_workspace.ts";

const chromium = findChromium();
if (chromium === undefined) {
  console.warn("page_threads_test.ts: skipped, since there is no chromium");
}

const PAGE = `<!doctype html><meta charset="utf-8"><pre id="result">not yet</pre>
<script type="module">
  const result = document.getElementById("result");
  const worker = new Worker("worker.js", { type: "module" });
  worker.onmessage = ({ data }) => result.textContent = data;
  worker.onerror = ({ message }) => result.textContent = message;
</script>`;

const WORKER = `
import { lstm, useDevice } from "@sluice/kernels";
import * as tf from "@tensorflow/tfjs-core";

async function train(threads) {
  const { notice = null, ...info } = await useDevice("cpu", { threads });
  const random = (shape, seed) => tf.randomUniform(shape, -0.3, 0.3, "float32", seed);
  const shapes = [[64, 30, 16], [16, 256], [64, 256], [256]];
  const inputs = shapes.map((shape, i) => random(shape, i + 1));
  const gradients = tf.grads((...inputs) => tf.sum(lstm(...inputs)))(inputs);
  const digest = await crypto.subtle.digest("SHA-256", await gradients[1].data());
  tf.dispose([inputs, gradients]);
  return { threads: info.threads, notice, digest: new Uint8Array(digest).join() };
}

try {
  postMessage(JSON.stringify([await train(2), await train(1)]));
} catch (error) {
  postMessage(error.stack);
}
`;

Deno.test({
  name: "a worker of an isolated page computes on two threads, to the bytes of one",
  ignore: chromium === undefined,
  async fn() {
    const folder = await Deno.makeTempDir();
    try {
      await Deno.writeTextFile(`${folder}/worker.js`, WORKER);
      const bundled = await new Deno.Command(Deno.execPath(), {
        args: [
          "bundle",
          "--platform=browser",
          `--config=${new URL("deno.json", ROOT).pathname}`,
          `--output=${folder}/bundle.js`,
          `${folder}/worker.js`,
        ],
      }).output();
      assertEquals(bundled.code, 0, new TextDecoder().decode(bundled.stderr));
      const script = await Deno.readTextFile(`${folder}/bundle.js`);
      await using server = Deno.serve(
        { hostname: "127.0.0.1", port: 0, onListen: () => {} },
        ({ url }) => {
          const isPage = new URL(url).pathname === "/";
          return new Response(isPage ? PAGE : script, {
            headers: {
              "content-type": isPage ? "text/html" : "text/javascript",
              "cross-origin-opener-policy": "same-origin",
              "cross-origin-embedder-policy": "require-corp",
            },
          });
        },
      );
      const shown = await showPage(chromium!, `http://127.0.0.1:${server.addr.port}/`);
      const [two, one] = JSON.parse(shown.startsWith("[") ? shown : `["${shown}"]`);
      assertEquals(two, { threads: 2, notice: null, digest: one.digest }, shown);
      assertEquals(one.threads, 1);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
