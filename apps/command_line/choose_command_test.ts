import { assertEquals, assertRejects } from "@std/assert";
import { chooseCommand, type ChooseCommandOptions } from "./choose_command.ts";
import { UsageError } from "./usage_error.ts";

const options: ChooseCommandOptions = {
  commands: {
    train: {
      summary: "train a model",
      load: () => Promise.resolve({ run: (args) => Promise.resolve(args.length) }),
    },
    ls: {
      summary: "list runs",
      load: () => Promise.reject(new Error("only what is called is loaded")),
    },
  },
  intro: "Does things.",
  call: "deno task",
};

Deno.test("chooseCommand() runs what the first argument names", async () => {
  assertEquals(await chooseCommand(["train", "a", "--b"], options), 2);
  for (const [name, hint] of [["trian", "; did you mean train?"], ["__proto__", ""]] as const) {
    const error = await assertRejects(() => chooseCommand([name], options), UsageError);
    assertEquals(error.message, `unknown command ${name}${hint} (commands: train, ls)`);
  }
});

Deno.test("chooseCommand() lists the commands", async () => {
  const { log, error } = console;
  const printed: string[] = [], told: string[] = [];
  console.log = (text: string) => void printed.push(text);
  console.error = (text: string) => void told.push(text);
  try {
    assertEquals(await chooseCommand(["--help"], options), 0);
    assertEquals(await chooseCommand([], options), 2);
  } finally {
    Object.assign(console, { log, error });
  }
  const help = `Does things.

Commands:
  train  train a model
  ls     list runs

deno task COMMAND --help tells more.`;
  assertEquals([printed, told], [[help], [help]]);
});
