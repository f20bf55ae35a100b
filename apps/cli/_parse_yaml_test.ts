import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../command_line/usage_error.ts";
import { parseYaml } from "./_parse_yaml.ts";

Deno.test("YAML is parsed, and its errors are one line", () => {
  assertEquals(parseYaml("a: [1, 2]\nb: {c: d}\n", "x.yaml"), { a: [1, 2], b: { c: "d" } });
  const error = assertThrows(() => parseYaml("a: [1\nb: 2", "x.yaml"), UsageError) as Error;
  assertEquals(/^x\.yaml: not valid YAML: [^\n]+$/.test(error.message), true, error.message);
});

Deno.test("YAML that holds itself, or billions of laughs, is refused", () => {
  const laughs = Array.from(
    { length: 30 },
    (_, i) => i === 0 ? "a0: &a0 [ha]" : `a${i}: &a${i} [${`*a${i - 1},`.repeat(9)}]`,
  );
  for (const text of ["a: &a [*a]", "a: &a {b: *a}", "a: &a {b: 1}\nc: *a", laughs.join("\n")]) {
    const error = assertThrows(() => parseYaml(text, "x.yaml"), UsageError) as Error;
    assertEquals(error.message, "x.yaml: aliases (*name) are not read; write out what they name");
  }
});

Deno.test("YAML that is nested without end is refused", () => {
  const error = assertThrows(() => parseYaml("[".repeat(200_000), "x.yaml"), UsageError) as Error;
  assertEquals(error.message, "x.yaml: not valid YAML: nested too deeply");
});
