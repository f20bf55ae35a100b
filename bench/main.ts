/**
 * What we claim about speed, measured beside the peers: `deno task bench fasttext|kernels|stock|tokenizer`.
 *
 * @module
 */
import { knowsFlags, V8_FLAGS } from "@sluice/kernels/v8-flags";

const SUITES: Readonly<Record<string, string>> = {
  fasttext: "our quick recipe, beside fastText",
  kernels: "training and inference steps of every layer, beside PyTorch",
  stock: "tfjs's own layers on its CPU backend and on ours",
  tokenizer: "encoding and training, beside Hugging Face's tokenizers",
};

const [suite, ...rest] = Deno.args;
if (suite === undefined || !Object.hasOwn(SUITES, suite)) {
  console.error(
    `usage: deno task bench SUITE [OPTIONS]\n\n` +
      Object.entries(SUITES).map(([name, text]) => `  ${name.padEnd(10)} ${text}`).join("\n"),
  );
  Deno.exit(suite === undefined || suite === "--help" ? 0 : 2);
}
const { code } = await new Deno.Command(Deno.execPath(), {
  args: [
    "run",
    ...(knowsFlags() ? [V8_FLAGS] : []),
    "-A",
    new URL(`./${suite}/main.ts`, import.meta.url).href,
    ...rest,
  ],
}).spawn().status;
Deno.exit(code);
