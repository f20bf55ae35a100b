import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { RegexPattern } from "../pattern/regex_pattern.ts";
import { CL100K_REGEX } from "../pipeline/byte_level_plan.ts";
import { GPT2_REGEX } from "../pre_tokenizers/byte_level.ts";
import type { PieceScanner } from "./byte_level_encoder.ts";
import { cl100kScanner } from "./scan_cl100k_piece.ts";
import { scanGpt2Piece } from "./scan_gpt2_piece.ts";

const unit = fc.oneof(
  fc.constantFrom(
    ..."aZß中 \t\n\r\u0085\u00a0\u2003\ufeff09½٣'’.,=😀\u0301",
    "'s",
    "'LL",
    "'ſ",
    "  ",
  ),
  fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
);

function checkAgainst(regex: string, scan: PieceScanner): void {
  const pattern = new RegexPattern(regex, "test");
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 20 }), (units) => {
      const text = units.join("").toWellFormed();
      const bytes = new TextEncoder().encode(text);
      const pieces: string[] = [];
      for (let start = 0; start < bytes.length;) {
        const end = scan(bytes, start, bytes.length);
        pieces.push(
          new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(start, end)),
        );
        start = end;
      }
      const ranges = pattern.match(text);
      const expected = Array.from(
        { length: ranges.length / 2 },
        (_, i) => text.slice(ranges[2 * i], ranges[2 * i + 1]),
      );
      assertEquals(pieces, expected);
    }),
    { numRuns: 500 },
  );
}

Deno.test("scanGpt2Piece does what GPT-2's expression does", () => {
  checkAgainst(GPT2_REGEX, scanGpt2Piece);
});

Deno.test("cl100kScanner does what cl100k's expression does, old and new", () => {
  checkAgainst(CL100K_REGEX, cl100kScanner(3, true));
  const old = CL100K_REGEX.replace(
    "\\s+\\z|\\s*[\\r\\n]|\\s+(?!\\S)|\\s",
    "\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
  );
  checkAgainst(old, cl100kScanner(3, false));
});
