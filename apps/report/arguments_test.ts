import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { parseArguments, UsageError } from "./arguments.ts";

Deno.test("parseArguments() takes options in either form, and reports on runs/ by default", () => {
  assertEquals(parseArguments([]), { runs: "runs" });
  assertEquals(
    parseArguments(["--runs", "results", "--output=a.md", "--json", "a.json", "--csv=a.csv"]),
    { runs: "results", output: "a.md", json: "a.json", csv: "a.csv" },
  );
  assertEquals(parseArguments(["--reference", "1"]), { runs: "runs", reference: "1" });
});

Deno.test("parseArguments() gives undefined for --help", () => {
  assertEquals(parseArguments(["--help"]), undefined);
  assertEquals(parseArguments(["-h", "--runs", "x"]), undefined);
});

Deno.test("parseArguments() says what is wrong in one line", () => {
  const cases: [string[], string][] = [
    [["--run", "x"], "unknown option --run: --help lists the options"],
    [["--outptu=x"], "unknown option --outptu: --help lists the options"],
    [["x"], "unexpected argument x: the folder of runs is given with --runs"],
    [["--runs"], "--runs needs a value: --runs DIR"],
    [["--output", "--json", "x"], "--output needs a value: --output FILE"],
    [["--csv="], "--csv needs a value: --csv FILE"],
    [["--csv", "a", "--csv", "b"], "--csv is given 2 times"],
  ];
  for (const [args, message] of cases) {
    const error = assertThrows(() => parseArguments(args), UsageError) as Error;
    assertEquals(error.message, message);
  }
});

Deno.test("parseArguments() understands a command line or refuses it", () => {
  const word = fc.oneof(
    fc.constantFrom("--runs", "--output", "--help", "--", "-", "--json=x", "--runs=", "-abc"),
    fc.string({ unit: "binary" }),
  );
  fc.assert(fc.property(fc.array(word, { maxLength: 5 }), (args) => {
    try {
      const parsed = parseArguments(args);
      assert(parsed === undefined || Object.values(parsed).every((value) => value.trim() !== ""));
    } catch (error) {
      assert(error instanceof UsageError, `${error}`);
    }
  }));
});
