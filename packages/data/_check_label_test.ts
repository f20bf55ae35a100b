import { assertThrows } from "@std/assert";
import { checkLabel } from "./_check_label.ts";

Deno.test("checkLabel() takes what 16 bits hold, and names the example with another label", () => {
  for (const label of [0, 1, 65_534]) checkLabel({ id: "train/x/1", text: "", label });
  for (const label of [-1, 0.5, NaN, Infinity, 65_535]) {
    assertThrows(
      () => checkLabel({ id: "train/x/1", text: "", label }),
      RangeError,
      `the label of the example train/x/1 is ${label}: it must be an integer from 0 to 65534`,
    );
  }
});
