import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { type Flags, parseFlags } from "./_flags.ts";
import { UsageError } from "./_usage_error.ts";

const flags: Flags = {
  epochs: { value: "N", number: true, help: "" },
  data: { value: "PATH", help: "" },
  bidirectional: { help: "", negatable: true },
  quiet: { help: "" },
  filters: { value: "N,N", numbers: true, help: "" },
  help: { help: "" },
};

function parse(...args: string[]) {
  const { flags: given, positionals } = parseFlags(args, flags);
  return { flags: Object.fromEntries(given), positionals };
}

Deno.test("flags, values and arguments may be mixed", () => {
  assertEquals(parse("lstm", "--epochs", "3", "--data=a b", "--quiet", "more", "--", "--epochs"), {
    flags: { epochs: 3, data: "a b", quiet: true },
    positionals: ["lstm", "more", "--epochs"],
  });
  assertEquals(parse("--no-bidirectional", "-h").flags, { bidirectional: false, help: true });
  assertEquals(parse("--epochs", "1", "--epochs=2").flags, { epochs: 2 }, "the last one counts");
});

Deno.test("what is no number stays a text", () => {
  for (const text of ["abc", "0x10", "1_000", "1,5", "Infinity", "NaN", "1e", "."]) {
    assertEquals(parse(`--epochs=${text}`).flags, { epochs: text });
  }
  assertEquals(parse("--epochs=-1").flags, { epochs: -1 });
  assertEquals(parse("--epochs=3e-4").flags, { epochs: 3e-4 });
  assertEquals(parse("--filters", "64,32,x").flags, { filters: [64, 32, "x"] });
});

Deno.test("unknown and incomplete flags are refused", () => {
  const refused = (args: string[], message: string) =>
    assertThrows(() => parse(...args), UsageError, message);
  refused(["--epoch", "3"], "unknown option --epoch; did you mean --epochs?");
  refused(["--EPOCHS=3"], "did you mean --epochs?");
  refused(["--no-quiet"], "unknown option --no-quiet");
  refused(["--xyzzy"], "unknown option --xyzzy");
  refused(["-x"], "unknown option -x");
  refused(["--data"], "--data needs a value: --data PATH");
  refused(["--data="], "--data needs a value");
  refused(["--data", "--quiet"], "--data needs a value");
  refused(["--quiet=yes"], "--quiet takes no value");
});

Deno.test("any command line is parsed or refused as bad usage", () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom("--epochs", "--data", "--quiet", "--", "-", "-h", "--epochs=", "__proto__"),
    fc.string().map((text) => `--${text}`),
  );
  fc.assert(fc.property(fc.array(piece), (args) => {
    try {
      parse(...args);
    } catch (error) {
      assert(error instanceof UsageError, String(error));
    }
  }));
});
