import { assertEquals, assertThrows } from "@std/assert";
import { readReadmeExamples } from "./readme_examples.ts";

const block = (language: string, ...lines: string[]) =>
  `\`\`\`${language}\n${lines.map((line) => `${line}\n`).join("")}\`\`\`\n`;

Deno.test("an example has the permissions right below it, else the ones nearest above, else none", () => {
  const readme = [
    "# @made/up\n",
    block("ts", "one();"),
    block("sh", "deno run other.ts"),
    block("ts", "two();", "two();"),
    "Text.",
    block("sh", "deno run --allow-read --allow-net=jsr.io example.ts"),
    block("ts", "three();"),
    block("ts ignore", "left out"),
    block("js", "left out"),
    block("ts", "four();"),
    block("sh", "deno run example.ts"),
    block("ts", "five();"),
  ].join("\n");
  const flags = ["--allow-read", "--allow-net=jsr.io"];
  const { dependencies, examples } = readReadmeExamples(readme, "@made/up");
  assertEquals(dependencies, ["jsr:@made/up"]);
  assertEquals(examples, [
    { line: 3, code: "one();\n", flags: [] },
    { line: 11, code: "two();\ntwo();\n", flags },
    { line: 21, code: "three();\n", flags },
    { line: 33, code: "four();\n", flags: [] },
    { line: 41, code: "five();\n", flags: [] },
  ]);
});

Deno.test("what is to be added is what the README says above its first example", () => {
  const add = block(
    "sh",
    "deno add jsr:@made/up npm:that@1.2.3",
    "deno run --allow-read example.ts",
  );
  const example = block("ts", "one();");
  assertEquals(readReadmeExamples(`${add}\n${example}`, "@made/up"), {
    dependencies: ["jsr:@made/up", "npm:that@1.2.3"],
    examples: [{ line: 6, code: "one();\n", flags: ["--allow-read"] }],
  });
  assertEquals(readReadmeExamples(example + add, "@made/up").dependencies, ["jsr:@made/up"]);
});

Deno.test("all permissions are refused", () => {
  for (const flag of ["-A", "--allow-all"]) {
    const readme = `Text.\n\n${block("sh", `deno run ${flag} example.ts`)}`;
    assertThrows(() => readReadmeExamples(readme, "@made/up"), Error, "@made/up, line 3: name the");
  }
});
