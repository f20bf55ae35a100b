/**
 * Writes tfjs_gradients.js: the gradients of TensorFlow.js's own operations, from the sources that
 * `@tensorflow/tfjs-core` ships.
 *
 * A bundler loads them with `@tensorflow/tfjs-core`; Deno and Node do not, as the file that npm's `main` names is
 * built without them, and the sources import each other without extensions. The union package
 * `@tensorflow/tfjs` registers them, with 140 MB that nobody here needs.
 *
 * @module
 */
import { createRequire } from "node:module";

const CORE = "@tensorflow/tfjs-core";

/** Operations that gradients call and `@tensorflow/tfjs-core` keeps to itself. */
const INNER_OPERATIONS = [
  "avg_pool_3d_grad",
  "avg_pool_grad",
  "conv2d_backprop_filter",
  "conv2d_backprop_input",
  "conv3d_backprop_filter",
  "conv3d_backprop_input",
  "depthwise_conv2d_native_backprop_filter",
  "depthwise_conv2d_native_backprop_input",
  "local_response_normalization_backprop",
  "max_pool_3d_grad",
  "max_pool_grad",
];

/** What `@tensorflow/tfjs-core` exports under another name than its sources give it. */
const BESIDE = `const ENGINE = engine();
const { assertAndGetBroadcastShape, getReductionAxes } = broadcast_util;
const { parseAxisParam } = util;
const { parseSliceParams } = slice_util;
const {
  computeOutAndReduceShapes,
  getAxesPermutation,
  getUndoAxesPermutation,
  SELU_SCALE,
  SELU_SCALEALPHA,
  tupleValuesAreOne,
} = backend_util;
const axis_util = backend_util;
// The forward operation has checked its padding.
const checkPadOnDimRoundingMode = () => {};
const conv_util = { ...backend_util, checkPadOnDimRoundingMode };
const convertToTensor = (x) => x;
`;
const EXPORTED_FOR_THAT = ["backend_util", "broadcast_util", "engine", "slice_util", "util"];

/** The text of tfjs_gradients.js, not formatted. */
export async function gradientsSource(): Promise<string> {
  const require = createRequire(import.meta.url);
  const folder = require.resolve(CORE).replace(/[^/]*$/, "");
  const { version } = require(`${CORE}/package.json`);
  const names = new Set([...EXPORTED_FOR_THAT, "getGradient", "registerGradient"]);
  const bodies: string[] = [];
  const configs: string[] = [];
  const add = async (file: string) => {
    const source = await Deno.readTextFile(folder + file);
    for (const [, list, from] of source.matchAll(/^import \{ (.*) \} from '(.*)';$/gm)) {
      const exported = from!.includes("/kernel_names") ||
        from!.includes("/ops/") && !/_util$/.test(from!) &&
          !INNER_OPERATIONS.some((name) => from!.endsWith(`/${name}`)) ||
        from!.endsWith("/operation") || from!.endsWith("./reshape");
      if (exported) { for (const name of list!.split(", ")) names.add(name); }
    }
    for (const [, name] of source.matchAll(/^import \{ (reshape|op) \} from/gm)) names.add(name!);
    configs.push(
      ...[...source.matchAll(/^export const (\w+GradConfig)\b/gm)].map(([, name]) => name!),
    );
    bodies.push(
      source.replace(/^import .*$/gm, "").replace(/^\/\*\*\n \* @license[^]*?\*\/$/m, "")
        .replace(/^\/\/# sourceMappingURL.*$/m, "").replace(/^export /gm, "").trim(),
    );
  };
  for (const name of INNER_OPERATIONS) await add(`ops/${name}.js`);
  await add("gradients/min_max_grad_util.js");
  const files = [...Deno.readDirSync(`${folder}gradients`)].map(({ name }) => name);
  for (const file of files.filter((file) => file.endsWith("_grad.js")).toSorted()) {
    await add(`gradients/${file}`);
  }
  return `// Made by build.ts from @tensorflow/tfjs-core ${version}.
// deno-lint-ignore-file

/**
 * @license
 * Copyright 2017-2024 Google LLC. All Rights Reserved.
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 * http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
import { ${[...names].toSorted().join(", ")} } from "${CORE}";

${BESIDE}
${bodies.join("\n\n")}

for (const config of [${configs.join(", ")}]) {
  // Where a bundler took the build that has them, they are there already.
  if (!getGradient(config.kernelName)) registerGradient(config);
}
`;
}

/** Writes the file as \`deno fmt\` would. */
export async function formatted(source: string): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--ext", "js", "--line-width", "100", "--no-config", "-"],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(source));
  await writer.close();
  return new TextDecoder().decode((await child.output()).stdout);
}

if (import.meta.main) {
  const text = await formatted(await gradientsSource());
  await Deno.writeTextFile(new URL("./tfjs_gradients.js", import.meta.url), text);
  console.log(`gradients/tfjs_gradients.js: ${text.length} bytes`);
}
