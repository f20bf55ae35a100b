import { assertEquals } from "@std/assert";
import { describeFlags } from "./describe_flags.ts";

Deno.test("describeFlags() aligns names, and puts defaults in brackets", () => {
  assertEquals(
    describeFlags({
      epochs: {
        kind: "integer",
        least: 1,
        default: 8,
        defaultText: "8; sample: 12",
        help: "times",
      },
      runs: { kind: "text", placeholder: "DIR", default: "runs", help: "folder of runs" },
      filters: {
        kind: "integers",
        least: 1,
        most: 9,
        mostNumbers: 2,
        default: [4, 4],
        help: "filters",
      },
      bidirectional: { kind: "boolean", negatable: true, default: false, help: "both directions" },
      quiet: { kind: "boolean", help: "print no progress" },
    }),
    `\
  --epochs N            times (8; sample: 12)
  --runs DIR            folder of runs (runs)
  --filters N,N         filters (4,4)
  --[no-]bidirectional  both directions (off)
  --quiet               print no progress`,
  );
});
