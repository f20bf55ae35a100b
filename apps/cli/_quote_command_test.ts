import { assertEquals } from "@std/assert";
import { quoteCommand } from "./_quote_command.ts";

Deno.test("quoteCommand() quotes what a shell would read otherwise", () => {
  assertEquals(
    quoteCommand(["deno", "task", "train", "--data=a b", "it's", ""]),
    `deno task train '--data=a b' 'it'\\''s' ''`,
  );
});
