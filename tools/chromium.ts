/** The path of a Chromium or Chrome on the PATH, if there is one. */
export function findChromium(): string | undefined {
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    for (const folder of (Deno.env.get("PATH") ?? "").split(":")) {
      try {
        if (Deno.statSync(`${folder}/${name}`).isFile) return `${folder}/${name}`;
      } catch {
        // Not here.
      }
    }
  }
  return undefined;
}

/** Opens a page in a headless Chromium, and returns the text that its `<pre id="result">` shows in the end. */
export async function showPage(chromium: string, url: string): Promise<string> {
  const profile = await Deno.makeTempDir();
  try {
    const { stdout } = await new Deno.Command(chromium, {
      args: [
        ...["--headless", "--no-sandbox", "--disable-gpu", `--user-data-dir=${profile}`],
        ...["--virtual-time-budget=60000", "--dump-dom", url],
      ],
      stderr: "null",
    }).output();
    const dom = new TextDecoder().decode(stdout);
    const shown = /<pre id="result">(.*?)<\/pre>/s.exec(dom)?.[1] ?? dom;
    return shown.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
  } finally {
    await Deno.remove(profile, { recursive: true });
  }
}
