// Colors of pictures that follow the reader's light or dark scheme.

/** The colors of the light scheme, to draw with. */
export const PALETTE = {
  background: "#ffffff",
  text: "#1f2328",
  line: "#59636e",
  grid: "#d1d9e0",
  gray: "#6e7781",
  blue: "#0969da",
  orange: "#bc4c00",
} as const;

const DARK: Record<keyof typeof PALETTE, string> = {
  background: "#0d1117",
  text: "#f0f6fc",
  line: "#9198a1",
  grid: "#3d444d",
  gray: "#9ea7b3",
  blue: "#58a6ff",
  orange: "#f0883e",
};

/**
 * Adds a style to an SVG that was drawn with the palette, so that a reader with a dark scheme sees the
 * dark colors. A picture has its own background, so it can be read whatever page it is shown on.
 */
export function forLightAndDark(svg: string): string {
  const rules = Object.entries(PALETTE).flatMap(([name, light]) => {
    const dark = DARK[name as keyof typeof PALETTE];
    return [`[fill="${light}"]{fill:${dark}}`, `[stroke="${light}"]{stroke:${dark}}`];
  });
  const style = `<style>@media(prefers-color-scheme:dark){${rules.join("")}}</style>`;
  return svg.replace(/<svg[^>]*>/, (tag) => tag + style);
}
