// The kernels in a browser's worker on an isolated page, where threads can be had.

import { assert, assertEquals } from "@std/assert";
import { findChromium } from "./chromium.ts";
import { ROOT } from "./serve_workspace.ts";

const chromium = findChromium();
if (chromium === undefined) {
  console.warn("page_threads_test.ts: skipped, since there is no chromium");
}

/** Posts what its worker says: no virtual time, by which headless pages are run, waits for workers. */
const PAGE = `<!doctype html><meta charset="utf-8">
<script type="module">
  const tell = (body) => fetch("/result", { method: "POST", body });
  const worker = new Worker("worker.js", { type: "module" });
  worker.onmessage = ({ data }) => tell(data);
  worker.onerror = ({ message }) => tell(message);
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
      const { promise: told, resolve } = Promise.withResolvers<string>();
      await using server = Deno.serve(
        { hostname: "127.0.0.1", port: 0, onListen: () => {} },
        async (request) => {
          if (request.method === "POST") {
            resolve(await request.text());
            return new Response(null, { status: 204 });
          }
          const isPage = new URL(request.url).pathname === "/";
          return new Response(isPage ? PAGE : script, {
            headers: {
              "content-type": isPage ? "text/html" : "text/javascript",
              "cross-origin-opener-policy": "same-origin",
              "cross-origin-embedder-policy": "require-corp",
            },
          });
        },
      );
      const browser = new Deno.Command(chromium!, {
        args: [
          ...["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0"],
          ...[`--user-data-dir=${folder}/profile`, `http://127.0.0.1:${server.addr.port}/`],
        ],
        ...{ stdout: "null", stderr: "null" },
      }).spawn();
      const timer = setTimeout(() => resolve("no answer from the page"), 60_000);
      browser.status.then(() => resolve("the browser has ended"));
      const shown = await told;
      clearTimeout(timer);
      browser.kill();
      await browser.status;
      assert(shown.startsWith("["), shown);
      const [two, one] = JSON.parse(shown);
      assertEquals(two, { threads: 2, notice: null, digest: one.digest });
      assertEquals(one.threads, 1);
    } finally {
      // The browser's own processes may still be at their files.
      await Deno.remove(folder, { recursive: true }).catch(() => {});
    }
  },
});
