import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import type { Flags } from "./flag.ts";
import { parseFlags } from "./parse_flags.ts";
import { UsageError } from "./usage_error.ts";

const flags = {
  epochs: { kind: "integer", least: 1, most: 64, help: "" },
  rate: { kind: "number", least: 0, most: 1, aboveLeast: true, default: 0.5, help: "" },
  data: { kind: "text", placeholder: "PATH", help: "" },
  name: { kind: "text", pattern: /^[a-z]+$/, patternText: "letters", help: "" },
  merge: { kind: "choice", choices: ["concat", "sum"], help: "" },
  filters: { kind: "integers", least: 1, most: 99, mostNumbers: 3, help: "" },
  bidirectional: { kind: "boolean", negatable: true, help: "" },
  quiet: { kind: "boolean", help: "" },
  help: { kind: "boolean", help: "" },
} as const satisfies Flags;

const parse = (...args: string[]) => parseFlags(args, flags);

Deno.test("flags, values and arguments may be mixed", () => {
  const { given, positionals } = parse(
    ...["lstm", "--epochs", "3", "--data=a b", "--quiet", "more", "--", "--epochs"],
  );
  assertEquals(given, { epochs: 3, data: "a b", quiet: true });
  assertEquals(positionals, ["lstm", "more", "--epochs"]);
  assertEquals(parse("--no-bidirectional", "-h").given, { bidirectional: false, help: true });
  assertEquals(parse("--epochs", "1", "--epochs=2").given, { epochs: 2 }, "the last one counts");
});

Deno.test("values have the types of their flags, and defaults are filled in", () => {
  const { flags, given } = parse("--epochs", "3", "--filters", "4,5", "--merge", "sum");
  const epochs: number | undefined = flags.epochs;
  const rate: number = flags.rate;
  const filters: number[] | undefined = flags.filters;
  const merge: "concat" | "sum" | undefined = flags.merge;
  assertEquals([epochs, rate, filters, merge], [3, 0.5, [4, 5], "sum"]);
  assertEquals(given, { epochs: 3, filters: [4, 5], merge: "sum" });
  assertEquals(parse("--filters", " 4 , 5", "--data", " ").given, { filters: [4, 5], data: " " });
  assertEquals(parse("--rate", "3e-4").flags.rate, 3e-4);
});

Deno.test("what is not of the kind, or out of the limits, is refused in one line", () => {
  const refused = (args: string[], message: string) => {
    const error = assertThrows(() => parse(...args), UsageError);
    assertEquals(error.message, message);
  };
  const whole = "--epochs: expected a whole number from 1 to 64";
  refused(["--epochs", "abc"], `${whole}, got "abc"`);
  for (const text of ["0x10", "1_000", "1,5", "Infinity", "NaN", "1e", "."]) {
    refused([`--epochs=${text}`], `${whole}, got "${text}"`);
  }
  for (const text of ["0", "65", "1.5", "-1", "1e300"]) {
    refused([`--epochs=${text}`], `${whole}, got ${text}`);
  }
  refused(["--epochs", "-1"], `${whole}, got -1`);
  refused(["--rate", "0"], "--rate: expected a number above 0 and at most 1, got 0");
  refused(
    ["--rate", "1e-300"],
    "--rate: expected a number above 0 and at most 1, one that 32 bits can hold, got 1e-300",
  );
  refused(["--name", "a b\nc"], '--name: expected letters, got "a b\\nc"');
  refused(
    ["--merge", "contact"],
    '--merge: expected one of concat, sum, got "contact"; did you mean concat?',
  );
  const list = "--filters: expected whole numbers from 1 to 99, at most 3 of them";
  for (const text of ["4,x", "4,,4", "0", "1,2,3,4", "1.5"]) {
    refused([`--filters=${text}`], `${list}, got "${text}"`);
  }
  refused(
    ["--merge", "x".repeat(100)],
    `--merge: expected one of concat, sum, got "${"x".repeat(60)}…"`,
  );
});

Deno.test("unknown and incomplete flags are refused", () => {
  const refused = (args: string[], message: string) =>
    assertThrows(() => parse(...args), UsageError, message);
  refused(["--epoch", "3"], "unknown option --epoch; did you mean --epochs?");
  refused(["--EPOCHS=3"], "did you mean --epochs?");
  refused(["--no-quiet"], "unknown option --no-quiet");
  refused(["--no-bidirectional=3"], "unknown option --no-bidirectional");
  refused(["--xyzzy"], "unknown option --xyzzy");
  refused(["-x"], "unknown option -x");
  refused(["--data"], "--data needs a value: --data PATH");
  refused(["--data="], "--data needs a value");
  refused(["--data", "--quiet"], "--data needs a value");
  refused(["--epochs"], "--epochs needs a value: --epochs N");
  refused(["--quiet=yes"], '--quiet takes no value, got "yes"');
});

Deno.test("any command line is parsed or refused as bad usage, in one line", () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom("--epochs", "--data", "--quiet", "--", "-", "-h", "--epochs=", "__proto__"),
    fc.constantFrom(...Object.keys(flags)).map((name) => `--${name}=`).chain((flag) =>
      fc.string().map((value) => flag + value)
    ),
    fc.string().map((text) => `--${text}`),
  );
  fc.assert(fc.property(fc.array(piece), (args) => {
    try {
      parse(...args);
    } catch (error) {
      assert(error instanceof UsageError, String(error));
      assertEquals(error.message.includes("\n"), false, error.message);
    }
  }));
});
