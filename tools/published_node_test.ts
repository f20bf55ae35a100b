// The tokenizer in Node and in Bun, as JSR's npm registry gives it.

import { assertEquals } from "@std/assert";
import { BpeTokenizer } from "@sluice/tokenizer";
import { writeNpmPackage } from "./npm_package.ts";
import { serveWorkspace } from "./serve_workspace.ts";

const TEXTS = ["the finest film of the year", "a fine film, Ä 😀 <pad> 1984"];

const PROGRAM = `
import { BpeTokenizer } from "@sluice/tokenizer";

const texts = ${JSON.stringify(TEXTS)};
const tokenizer = BpeTokenizer.train(texts, { vocabSize: 290, specialTokens: ["<pad>"] });
const again = BpeTokenizer.fromJSON(JSON.stringify(tokenizer));
const { input_ids } = again.encode(texts, { padding: true });
const { inputIds } = await again.encodeBatchAsync(texts);
console.log(JSON.stringify({
  tokenizer,
  input_ids,
  inputIds: [...inputIds],
  decoded: texts.map((text) => again.decode(again.encode(text).input_ids)),
}));
`;

for (const command of ["node", "bun"]) {
  const isThere = await runs(command);
  if (!isThere) console.warn(`published_node_test.ts: ${command} is skipped, since there is none`);
  Deno.test({
    name: `the tokenizer gives in ${command} what it gives in Deno`,
    ignore: !isThere,
    async fn() {
      const folder = await Deno.makeTempDir();
      try {
        await using registry = await serveWorkspace();
        await writeNpmPackage(registry.files("@sluice/tokenizer"), folder);
        await Deno.writeTextFile(`${folder}/program.mjs`, PROGRAM);
        const { code, stdout, stderr } = await new Deno.Command(command, {
          args: ["program.mjs"],
          cwd: folder,
        }).output();
        assertEquals(code, 0, new TextDecoder().decode(stderr));

        const tokenizer = BpeTokenizer.train(TEXTS, { vocabSize: 290, specialTokens: ["<pad>"] });
        assertEquals(JSON.parse(new TextDecoder().decode(stdout)), {
          tokenizer: JSON.parse(JSON.stringify(tokenizer)),
          input_ids: tokenizer.encode(TEXTS, { padding: true }).input_ids,
          inputIds: [...tokenizer.encodeBatch(TEXTS).inputIds],
          decoded: TEXTS,
        });
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    },
  });
}

async function runs(command: string): Promise<boolean> {
  try {
    return (await new Deno.Command(command, { args: ["--version"], stdout: "null" }).output())
      .success;
  } catch {
    return false;
  }
}
