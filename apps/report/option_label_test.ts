import { assertEquals } from "@std/assert";
import { listOptions } from "@sluice/runs/options";
import { optionLabel } from "./option_label.ts";

Deno.test("optionLabel() goes by the table of options", () => {
  assertEquals(
    ["hiddenSize", "optimizerName", "validationShare", "fingerprint", "toString"].map(optionLabel),
    ["hidden size", "optimizer", "validation share", "fingerprint", "toString"],
  );
});

Deno.test("options that a report may show have labels of their own", () => {
  const shown = listOptions().filter(({ name }) => name !== "seed" && name !== "name");
  assertEquals(new Set(shown.map(({ name }) => optionLabel(name))).size, shown.length);
});
