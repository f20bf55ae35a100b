import { assertEquals, assertStringIncludes } from "@std/assert";
import { cacheDirectory } from "@sluice/data/cache_directory";
import type { Flags } from "../command_line/flag.ts";
import { flags as reportFlags } from "../report/command.ts";
import { flags as compareFlags } from "./compare.ts";
import { flags as exportFlags } from "./export.ts";
import { exists, withFolder } from "./_fixtures.ts";
import { openRunFlags } from "./_open_run.ts";
import { permissionFlags, permissionsOf, readArguments, SWITCHES } from "./_permissions.ts";
import { decode, runCli } from "./_run_cli.ts";
import { flags as tokenizerFlags } from "./tokenizer_train.ts";
import { flags as trainFlags } from "./train.ts";

const LAUNCH = new URL("launch.ts", import.meta.url).pathname;

/** What a task calls, with the permissions that it has. */
function launch(args: string[], options: Deno.CommandOptions = {}): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--no-prompt", "--allow-run=deno", "--allow-read"],
      ...["--allow-env=SLUICE_CACHE_DIR,HOME,XDG_CACHE_HOME,LOCALAPPDATA", LAUNCH, ...args],
    ],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    ...options,
  }).spawn();
}

Deno.test("a command may write where its arguments say, and reach the network for the reviews alone", async () => {
  const cache = cacheDirectory();
  const cases: [line: string, write: string[], net: boolean][] = [
    ["train lstm", ["runs", cache], true],
    ["train lstm --data imdb", ["runs", cache], true],
    ["train lstm --data sample", ["runs"], false],
    ["train lstm --quiet --data=/texts --runs /mine", ["/mine"], false],
    ["train --resume /elsewhere/x --data sample", ["runs", "/elsewhere/x"], false],
    ["compare --config recipe.yaml --data sample --runs /c/a,b/d", ["/c"], false],
    ["compare", ["runs", cache], true],
    ["evaluate x --data /texts", [], false],
    ["evaluate x", [], false],
    ["evaluate x --data imdb", [cache], true],
    ["ablate --json /elsewhere/x --data /texts", ["runs", "/elsewhere/x"], false],
    ["export x --output out", ["out"], false],
    ["export x --format tfjs", ["runs", "x"], false],
    ["predict x --file /texts", [], false],
    ["tokenizer train a.txt --lowercase --output out/tokenizer.json", ["out"], false],
    ["tokenizer encode a.txt --output out", [], false],
    ["report --output a/report.md --json b/figures.json", ["a", "b"], false],
    ["report", [], false],
    ["data inspect sample", [], false],
    ["data inspect --label x /texts.csv", [], false],
    ["data inspect imdb", [cache], true],
    ["doctor --json", [], false],
    ["constructor", [], false],
    ["", [], false],
  ];
  for (const [line, write, net] of cases) {
    const flags = permissionFlags(await permissionsOf(line.split(" ")));
    const written = flags.filter((flag) => flag.startsWith("--allow-write"));
    assertEquals(written, write.length === 0 ? [] : [`--allow-write=${write.join(",")}`], line);
    assertEquals(flags.includes("--allow-net=ai.stanford.edu"), net, line);
    assertEquals(
      flags.filter((flag) => /^--allow-(?:all|run|ffi|import)|^-A/.test(flag)),
      [],
      line,
    );
  }
});

Deno.test("the folder of runs may stand in the configuration's file", async () => {
  await withFolder(async (folder) => {
    const config = `${folder}/config.yaml`;
    await Deno.writeTextFile(config, "runs: /from/file\ndata: { source: sample }\n");
    const write = async (...more: string[]) =>
      (await permissionsOf(["train", "bow", "--config", config, ...more])).write;
    assertEquals(await write(), ["/from/file"]);
    assertEquals(await write("--runs", "mine"), ["mine"]);
    await Deno.writeTextFile(config, "[");
    assertEquals(await write(), ["runs"]);
  });
});

Deno.test("arguments are told apart as the commands do", () => {
  const tables: Flags[] = [trainFlags, compareFlags, openRunFlags, exportFlags, tokenizerFlags];
  for (const [name, { kind }] of tables.flatMap((flags) => Object.entries(flags))) {
    assertEquals([name, SWITCHES.includes(name)], [name, kind === "boolean"]);
  }
  for (const [name, { kind }] of Object.entries(reportFlags as Flags)) {
    assertEquals([name, SWITCHES.includes(name) && name !== "json"], [name, kind === "boolean"]);
  }
  const { flags, positionals } = readArguments(
    ["a", "--x", "1", "--quiet", "b", "--x=2", "-h", "c", "--no-y", "d", "--z", "3", "--", "--x"],
    SWITCHES,
  );
  assertEquals([...flags], [["x", "2"], ["z", "3"]]);
  assertEquals(positionals, ["a", "b", "c", "d", "--x"]);
});

Deno.test("launch.ts passes on arguments, output, exit codes and signals", async () => {
  await withFolder(async (folder) => {
    const train = ["train", "bow", "--data", "sample", "--runs", `${folder}/a,b c`, "--quiet"];
    const done = decode(await launch([...train, "--epochs", "1", "--name", "x"]).output());
    assertEquals(done.code, 0, done.stderr);
    assertEquals(await exists(`${folder}/a,b c/x/run.json`), true);
    const refused = decode(await launch(["train", "bow", "--epochs", "0"]).output());
    assertEquals(refused.code, 2);
    assertStringIncludes(refused.stderr, "error: --epochs: expected");
    if (Deno.build.os === "windows") return;
    const child = launch([...train, "--epochs", "1000", "--name", "y"]);
    while (!await exists(`${folder}/a,b c/y/run.json`)) {
      await new Promise((go) => setTimeout(go, 20));
    }
    child.kill("SIGTERM");
    const ended = await child.output();
    assertEquals(ended.code, 130);
  });
});

Deno.test("the README's narrower permissions are enough", async () => {
  const readme = await Deno.readTextFile(new URL("../../README.md", import.meta.url));
  const lines = readme.match(/^deno run --allow-read=runs .*$/gm)!;
  assertEquals(lines.length, 4);
  await withFolder(async (folder) => {
    const train = ["train", "bow", "--data", "sample", "--epochs", "1", "--runs", `${folder}/runs`];
    assertEquals((await runCli([...train, "--name", "lstm-sample-1", "--quiet"])).code, 0);
    for (const line of lines) {
      const [, ...args] = line.match(/"[^"]*"|\S+/g)!.map((word) => word.replaceAll('"', ""));
      const main = new URL("main.ts", import.meta.url).pathname;
      const { code, stderr } = decode(
        await new Deno.Command(Deno.execPath(), {
          args: [
            "run",
            "--no-prompt",
            ...args.slice(1).map((it) => it.endsWith("main.ts") ? main : it),
          ],
          cwd: folder,
          stdin: "null",
        }).output(),
      );
      assertEquals(code, 0, `${line}\n${stderr}`);
    }
  });
});

Deno.test("with a command's permissions nothing else can be touched", async () => {
  await withFolder(async (folder) => {
    const probe = `${folder}/probe.ts`;
    await Deno.writeTextFile(
      probe,
      `const attempts = [
        () => Deno.writeTextFileSync(${JSON.stringify(`${folder}/runs/inside`)}, ""),
        () => Deno.writeTextFileSync(${JSON.stringify(`${folder}/outside`)}, ""),
        () => Deno.symlinkSync("/", ${JSON.stringify(`${folder}/runs/link`)}),
        () => new Deno.Command("deno").outputSync(),
        () => fetch("http://127.0.0.1:8099"),
        () => Deno.env.get("PATH"),
      ];
      for (const attempt of attempts) {
        try {
          await attempt();
          console.log("allowed");
        } catch (error) {
          console.log(error.name);
        }
      }`,
    );
    await Deno.mkdir(`${folder}/runs`);
    const line = ["train", "bow", "--data", "sample", "--runs", `${folder}/runs`];
    const flags = permissionFlags(await permissionsOf(line));
    const { stdout } = decode(
      await new Deno.Command(Deno.execPath(), { args: ["run", "--no-prompt", ...flags, probe] })
        .output(),
    );
    assertEquals(stdout.trim().split("\n"), [
      "allowed",
      ...["NotCapable", "NotCapable", "NotCapable", "NotCapable", "NotCapable"],
    ]);
  });
});
