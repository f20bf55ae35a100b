// `tokenizer`: trains, applies and shows tokenizers.
import { didYouMean } from "./_suggest.ts";
import { UsageError } from "./_usage_error.ts";

type Subcommand = {
  summary: string;
  load: () => Promise<{ run(args: string[]): Promise<number> }>;
};

const SUBCOMMANDS: Record<string, Subcommand> = {
  train: { summary: "learn a vocabulary from texts", load: () => import("./tokenizer_train.ts") },
  encode: { summary: "turn texts into token ids", load: () => import("./tokenizer_encode.ts") },
  decode: { summary: "turn token ids into texts", load: () => import("./tokenizer_decode.ts") },
  inspect: {
    summary: "show a vocabulary, and texts cut into tokens",
    load: () => import("./tokenizer_inspect.ts"),
  },
};

const HELP = `Train, apply and look at tokenizers.

Usage: deno task tokenizer COMMAND [options]

Commands:
${
  Object.entries(SUBCOMMANDS).map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`).join(
    "\n",
  )
}

deno task tokenizer COMMAND --help tells more.`;

/** Runs the command; its exit code is 0 when it is done. */
export async function tokenizerCommand(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === "--help" || name === "-h" || name === "help") {
    console.log(HELP);
    return 0;
  }
  if (name === undefined) {
    console.error(HELP);
    return 2;
  }
  const command = Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name] : undefined;
  if (command === undefined) {
    const names = Object.keys(SUBCOMMANDS);
    throw new UsageError(
      `tokenizer: unknown command ${name}${didYouMean(name, names)} ` +
        `(commands: ${names.join(", ")})`,
    );
  }
  return await (await command.load()).run(rest);
}

/** The name by which every command is called. */
export { tokenizerCommand as run };
