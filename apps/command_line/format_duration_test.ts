import { assertEquals } from "@std/assert";
import { formatDuration } from "./format_duration.ts";

Deno.test("formatDuration() writes seconds, minutes and hours", () => {
  assertEquals(
    [0.84, 9.96, 59.4, 59.6, 185, 3723, 3599.7].map(formatDuration),
    ["0.8 s", "10.0 s", "59 s", "1:00", "3:05", "1:02:03", "1:00:00"],
  );
});
