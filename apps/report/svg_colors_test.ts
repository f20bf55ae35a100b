import { assert, assertEquals, assertMatch } from "@std/assert";
import { forLightAndDark, PALETTE } from "./svg_colors.ts";

/** The relative luminance of a color (WCAG 2). */
function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const value = parseInt(color.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high! + 0.05) / (low! + 0.05);
}

Deno.test("lines and text stand out from the background in both schemes", () => {
  const style = forLightAndDark("<svg></svg>");
  const dark = (light: string) =>
    style.match(new RegExp(`\\[fill="${light}"\\]\\{fill:(#[0-9a-f]{6})\\}`))![1]!;
  for (const [name, color] of Object.entries(PALETTE)) {
    if (name === "background" || name === "grid") continue;
    const least = name === "text" ? 7 : 4.5;
    assert(contrast(color, PALETTE.background) >= least, `light ${name}`);
    assert(contrast(dark(color), dark(PALETTE.background)) >= least, `dark ${name}`);
  }
});

Deno.test("forLightAndDark() adds one style to the picture", () => {
  const svg = forLightAndDark('<svg width="1"><path fill="#0969da"/></svg>');
  assertMatch(
    svg,
    /^<svg width="1"><style>@media\(prefers-color-scheme:dark\)\{.*\}<\/style><path/,
  );
  assertEquals(svg.split("<style>").length, 2);
});
