import { assert, assertEquals } from "@std/assert";

const PROGRAM = `
import { interruptSignal } from ${
  JSON.stringify(new URL("./interrupt_signal.ts", import.meta.url).href)
};
interruptSignal(() => console.log("first"), () => console.log("second"));
console.log("ready");
setInterval(() => {}, 1000); // Goes on whatever the signal says.
`;

Deno.test("the first Ctrl-C is told, a second one at once is the same, a later one ends", async () => {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-config", "--ext=ts", "-"],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(PROGRAM));
  await writer.close();
  let output = "";
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    const before = output;
    output += chunk;
    const appeared = (word: string) => !before.includes(word) && output.includes(word);
    if (appeared("ready")) child.kill("SIGINT");
    if (appeared("first")) {
      child.kill("SIGINT");
      await new Promise((resolve) => setTimeout(resolve, 400));
      assert(!output.includes("second"));
      child.kill("SIGINT");
    }
  }
  assertEquals((await child.status).code, 130);
  assertEquals(output, "ready\nfirst\nsecond\n");
});
