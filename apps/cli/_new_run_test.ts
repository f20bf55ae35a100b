import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { UsageError } from "../command_line/usage_error.ts";
import { withFolder } from "./_fixtures.ts";
import { checkRunName, namedRunFolder, nextRunFolder } from "./_new_run.ts";

Deno.test("a new run gets the first number that is free", async () => {
  await withFolder(async (runs) => {
    assertEquals(await nextRunFolder(runs, "lstm-sample"), `${runs}/lstm-sample-1`);
    await Deno.mkdir(`${runs}/lstm-sample-1`);
    await Deno.writeTextFile(`${runs}/lstm-sample-2`, "even a file");
    assertEquals(await nextRunFolder(runs, "lstm-sample"), `${runs}/lstm-sample-3`);
    await assertRejects(
      () => namedRunFolder(runs, "lstm-sample-1"),
      UsageError,
      "choose another --name, or go on with it: --resume lstm-sample-1",
    );
    assertEquals(await namedRunFolder(runs, "mine"), `${runs}/mine`);
  });
});

Deno.test("names that are not fit for a folder are refused", () => {
  for (const name of ["lstm-1", "ü.2", "_a+b"]) checkRunName(name, "x");
  for (const name of ["", "..", "../x", "a/b", "a b", "-a", "a".repeat(101)]) {
    assertThrows(
      () => checkRunName(name, "a.yaml: name"),
      UsageError,
      "a.yaml: name: expected let",
    );
  }
});
