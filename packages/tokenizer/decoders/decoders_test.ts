import { Growth } from "../text/growth.ts";
import { assertEquals } from "@std/assert";
import { type Json, JsonObject } from "../json/json_object.ts";
import { readDecoder } from "./read_decoder.ts";

const decode = (decoder: Json, tokens: string[]) =>
  readDecoder(new JsonObject(decoder, "decoder")).decode(tokens, new Growth(0));

// All as in Hugging Face's tokenizers.
Deno.test("BPEDecoder with an empty suffix puts spaces around characters, not within", () => {
  const decoder = { type: "BPEDecoder", suffix: "" };
  assertEquals(decode(decoder, ["a😀", "", "b😀"]), [" a 😀 ", " ", "b😀"]);
  assertEquals(decode({ type: "BPEDecoder", suffix: "</w>" }, ["a</w>", "b</w>"]), ["a ", "b"]);
});

Deno.test("the decoder Replace replaces empty matches, but nothing in an empty token", () => {
  const replace = (pattern: Json) => ({ type: "Replace", pattern, content: "-" });
  assertEquals(decode(replace({ String: "" }), ["a😀", ""]), ["-a-😀-", ""]);
  assertEquals(decode(replace({ Regex: "^" }), ["ab", "c"]), ["-ab", "-c"]);
  assertEquals(decode(replace({ Regex: "b*" }), ["abb"]), ["-a-"]);
});
