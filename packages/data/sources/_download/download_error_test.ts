import { assertEquals } from "@std/assert";
import { describeNetworkError } from "./download_error.ts";

Deno.test("describeNetworkError() gives the innermost reason in one line", () => {
  const inner = new Error("client error (Connect): tcp connect error: refused\nand more");
  const outer = new TypeError("error sending request for url", { cause: inner });
  assertEquals(describeNetworkError(outer), "tcp connect error: refused");
  assertEquals(describeNetworkError("a reason"), "a reason");
  assertEquals(
    describeNetworkError(new Deno.errors.NotCapable("Requires net access")),
    "Deno was started without --allow-net",
  );
});
