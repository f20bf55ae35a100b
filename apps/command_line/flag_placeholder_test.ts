import { assertEquals } from "@std/assert";
import { flagPlaceholder } from "./flag_placeholder.ts";

Deno.test("flagPlaceholder() is the flag's own, or one for the kind", () => {
  assertEquals(flagPlaceholder({ kind: "text", placeholder: "DIR", help: "" }), "DIR");
  assertEquals(flagPlaceholder({ kind: "text", help: "" }), "TEXT");
  assertEquals(flagPlaceholder({ kind: "integer", least: 0, help: "" }), "N");
  assertEquals(flagPlaceholder({ kind: "number", least: 0, help: "" }), "X");
  assertEquals(flagPlaceholder({ kind: "choice", choices: ["a"], help: "" }), "WHICH");
  assertEquals(
    flagPlaceholder({ kind: "integers", least: 0, most: 1, mostNumbers: 2, help: "" }),
    "N,N",
  );
  assertEquals(flagPlaceholder({ kind: "boolean", help: "" }), "");
});
