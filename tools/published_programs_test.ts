// A program of the published packages: from the registry, bundled, and on a page.

import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import { findChromium, showPage } from "./chromium.ts";
import type { LocalRegistry } from "./local_registry.ts";
import { readReadmeExamples } from "./readme_examples.ts";
import { type CommandResult, RegistryProject } from "./registry_project.ts";
import { ROOT, serveWorkspace } from "./serve_workspace.ts";

const TENSORFLOW = "npm:@tensorflow/tfjs-core@4.22.0";

/** Cuts texts into tokens and trains an LSTM for ten steps; tells on what, and each step's loss. */
const TRAINING = `
import { Adam, sigmoidCrossEntropy, useDevice } from "@sluice/kernels";
import { createModel } from "@sluice/models";
import { BpeTokenizer } from "@sluice/tokenizer";
import * as tf from "@tensorflow/tfjs-core";

export async function trainTenSteps() {
  const { threads, simd, notice = null } = await useDevice("cpu", { threads: 2 });
  const texts = ["a fine film, the finest", "a dull film", "fine actors", "a dull and tedious plot"];
  const tokenizer = BpeTokenizer.train(texts, { vocabSize: 280, specialTokens: ["<pad>"] });
  const { input_ids, attention_mask } = tokenizer.encode(texts, { padding: true });
  const inputIds = tf.tensor2d(input_ids, undefined, "int32");
  const lengths = tf.tensor2d(
    attention_mask.map((row) => [row.reduce((sum, one) => sum + one, 0)]),
    undefined,
    "int32",
  );
  const labels = tf.tensor1d([1, 0, 1, 0]);
  const model = createModel({
    ...{ architecture: "lstm", vocabSize: 280, embeddingSize: 8, hiddenSize: 16, seed: 1 },
  });
  const variables = model.trainableWeights.map((weight) => weight.read());
  const adam = new Adam({ learningRate: 0.02 });
  const losses = [];
  for (let step = 0; step < 10; step++) {
    const { value, grads } = tf.variableGrads(
      () => sigmoidCrossEntropy(labels, tf.reshape(model.apply([inputIds, lengths]), [4])),
      variables,
    );
    adam.step(variables, variables.map(({ name }) => grads[name]));
    losses.push((await value.data())[0]);
  }
  return { backend: tf.getBackend(), threads, simd, notice, losses };
}
`;

/** What it tells. */
interface Training {
  backend: string;
  threads: number;
  simd: string;
  notice: string | null;
  losses: number[];
}

const PAGE = `<!doctype html><meta charset="utf-8"><pre id="result">not yet</pre>
<script type="module" src="program.js"></script>`;

let registry: LocalRegistry;
let project: RegistryProject;
let kernelFlags: string[];
/** What the program tells in the checkout. */
let expected: Training;
Deno.test.beforeAll(async () => {
  registry = await serveWorkspace();
  project = await RegistryProject.create(registry);
  await project.add(
    ["jsr:@sluice/kernels", "jsr:@sluice/models", "jsr:@sluice/tokenizer", TENSORFLOW],
  );
  await project.write("train.js", TRAINING);
  await project.write(
    "program.js",
    'import { trainTenSteps } from "./train.js";\nconsole.log(JSON.stringify(await trainTenSteps()));\n',
  );
  const readme = await Deno.readTextFile(new URL("packages/kernels/README.md", ROOT));
  kernelFlags = readReadmeExamples(readme, "@sluice/kernels").examples[0]!.flags;
  const checkout = ["--config", new URL("deno.json", ROOT).pathname, "--no-lock"];
  expected = read(await project.deno(["run", "-A", ...checkout, "program.js"]));
});
Deno.test.afterAll(async () => {
  await project[Symbol.asyncDispose]();
  await registry[Symbol.asyncDispose]();
});

function read({ code, stdout, stderr }: CommandResult): Training {
  assertEquals(code, 0, stderr);
  return JSON.parse(stdout.trim().split("\n").at(-1)!);
}

/** Trained on our kernels, to the losses that the program has in the checkout. */
function assertTrained(found: Training) {
  assertEquals(found.backend, "sluice");
  assertEquals(found.losses.length, 10);
  assert(found.losses[9]! < found.losses[0]! - 0.1, `${found.losses}`);
  assertMatch(found.simd, /^(relaxed|fixed)$/);
  for (const [i, loss] of expected.losses.entries()) {
    // The build for relaxed SIMD rounds otherwise than the other one.
    assertAlmostEquals(found.losses[i]!, loss, found.simd === expected.simd ? 0 : 1e-4);
  }
}

Deno.test("kernels from the registry run on two threads, with the README's permissions", async () => {
  const found = read(await project.deno(["run", ...kernelFlags, "program.js"]));
  assertTrained(found);
  assertEquals({ threads: found.threads, notice: found.notice }, { threads: 2, notice: null });
});

Deno.test("kernels from the registry give the same under the V8 flags that they name", async () => {
  const specifier = "jsr:@sluice/kernels/v8-flags";
  const { code, stdout, stderr } = await project.deno(["run", "--allow-run", specifier]);
  assertEquals(code, 0, stderr);
  const flags = stdout.trim().split(" ").filter((flag) => flag !== "");
  assertTrained(read(await project.deno(["run", ...flags, ...kernelFlags, "program.js"])));
});

Deno.test("workers of the tokenizer start from the registry, without permissions", async () => {
  await project.write(
    "workers.ts",
    `import { BpeTokenizer } from "@sluice/tokenizer";
    const texts = Array.from({ length: 50 }, (_, i) => "a fine film of " + i);
    const alone = BpeTokenizer.train(texts, { vocabSize: 300 });
    const tokenizer = await BpeTokenizer.trainAsync(texts, { vocabSize: 300, workers: 2 });
    const { inputIds, offsets } = await tokenizer.encodeBatchAsync(texts, { workers: 2 });
    console.log(JSON.stringify(alone) === JSON.stringify(tokenizer), offsets.length, inputIds.length > 50);`,
  );
  const { code, stdout, stderr } = await project.deno(["run", "workers.ts"]);
  assertEquals({ code, stdout }, { code: 0, stdout: "true 51 true\n" }, stderr);
});

Deno.test("a bundle of kernels, models and tokenizer trains, away from all it was made of", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const bundled = await project.deno(["bundle", "--output", `${folder}/bundle.js`, "program.js"]);
    assertEquals(bundled.code, 0, bundled.stderr);
    const flags = kernelFlags.filter((flag) => !flag.startsWith("--allow-net"));
    const found = read(
      await project.deno(["run", "--no-config", "--no-remote", ...flags, "bundle.js"], {
        cwd: folder,
      }),
    );
    assertTrained(found);
    assert(found.threads === 2 || found.notice !== null, "one thread, and nothing says why");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

const chromium = findChromium();
if (chromium === undefined) {
  console.warn("published_programs_test.ts: the page is skipped, since there is no chromium");
}

Deno.test({
  name: "a page trains with kernels, models and tokenizer",
  ignore: chromium === undefined,
  async fn(t) {
    await project.write(
      "page.js",
      `import { trainTenSteps } from "./train.js";
      const result = document.getElementById("result");
      trainTenSteps().then(
        (found) => result.textContent = JSON.stringify(found),
        (error) => result.textContent = error.stack,
      );`,
    );
    const bundled = await project.deno(
      ["bundle", "--platform=browser", "--output=page_bundle.js", "page.js"],
    );
    assertEquals(bundled.code, 0, bundled.stderr);
    const script = await Deno.readTextFile(`${project.folder}/page_bundle.js`);
    const isolation = {
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
    };
    for (const [name, headers] of [["alone", {}], ["isolated", isolation]] as const) {
      await t.step(`${name === "alone" ? "without" : "with"} shared memory`, async () => {
        const types = { "/": "text/html", "/program.js": "text/javascript" };
        await using server = Deno.serve(
          { hostname: "127.0.0.1", port: 0, onListen: () => {} },
          ({ url }) => {
            const path = new URL(url).pathname as keyof typeof types;
            if (!types[path]) return new Response(null, { status: 404 });
            return new Response(path === "/" ? PAGE : script, {
              headers: { ...headers, "content-type": types[path] },
            });
          },
        );
        const shown = await showPage(chromium!, `http://127.0.0.1:${server.addr.port}/`);
        assert(shown.startsWith("{"), shown);
        const found: Training = JSON.parse(shown);
        assertTrained(found);
        assert(found.threads === 2 || found.notice !== null, "one thread, and nothing says why");
      });
    }
  },
});
