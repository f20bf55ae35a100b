/**
 * Every layer's training and inference step beside PyTorch's: `deno task bench kernels [--scaling] [LAYER]...`.
 *
 * Both sides are processes of their own that take turns, a few steps at a time, so that both meet the same
 * noise; each row is the median over the turns. PyTorch gets the faster of one thread and all. Set
 * SLUICE_PYTHON to a Python that has torch; without one, our own times alone are printed.
 *
 * @module
 */
import { type Case, caseName, LAYER_CASES, LAYERS, SCALING_CASES, trainingFlops } from "./cases.ts";
import { Side } from "./side.ts";

const TURNS = 7;
const STEPS_A_TURN = 3;

const wanted = Deno.args.filter((argument) => argument !== "--scaling");
const unknown = wanted.find((name) => !(LAYERS as readonly string[]).includes(name));
if (unknown !== undefined) {
  console.error(
    `error: unknown layer ${unknown}; usage: deno task bench kernels [--scaling] [${
      LAYERS.join("|")
    }]...`,
  );
  Deno.exit(2);
}
const cases = (Deno.args.includes("--scaling") ? SCALING_CASES : LAYER_CASES)
  .filter((c) => wanted.length === 0 || wanted.includes(c.layer));
const threads = navigator.hardwareConcurrency;
const here = (name: string) => new URL(name, import.meta.url).pathname;

const sluice = new Side(Deno.execPath(), ["run", "-A", here("./sluice_side.ts"), `${threads}`]);
const python = Deno.env.get("SLUICE_PYTHON") ?? "python3";
const peers: Side[] = [];
for (const count of new Set([1, threads])) {
  const peer = new Side(python, [here("./pytorch_side.py"), `${count}`]);
  const greeting = await peer.greeting();
  if (greeting === undefined) {
    console.error(`${python} has no PyTorch (set SLUICE_PYTHON to one that does): ours alone\n`);
    break;
  }
  if (peers.length === 0) {
    console.error(`PyTorch ${greeting.version}, ${threads} threads; this takes some minutes`);
  }
  peers.push(peer);
}

console.log(
  "| Step | Sluice, ms | GFLOP/s | PyTorch, ms (threads) | Ratio | Inference, ms | PyTorch, ms | Ratio |\n" +
    "| :--- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
);
for (const c of cases) {
  const train = await compare(c, "train");
  const infer = await compare(c, "infer");
  const gflops = trainingFlops(c) / train.ours / 1e6;
  console.log(
    `| ${caseName(c)} | ${train.ours.toFixed(1)} | ${gflops.toFixed(0)} | ${theirs(train)} | ` +
      `${infer.ours.toFixed(1)} | ${theirs(infer)} |`,
  );
}
await Promise.all([sluice, ...peers].map((side) => side.close()));

interface Comparison {
  ours: number;
  theirs?: number;
  threads?: number;
}

/** Takes turns; the medians, PyTorch's with the number of threads that is faster. */
async function compare(c: Case, mode: "train" | "infer"): Promise<Comparison> {
  const sides = [sluice, ...peers];
  const times: number[][] = sides.map(() => []);
  // The first calls run before the compilers have finished, and the first steps touch new memory.
  for (const side of sides) await side.measure(c, mode, mode === "train" ? 6 : 3);
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [i, side] of sides.entries()) {
      times[i]!.push(...await side.measure(c, mode, STEPS_A_TURN));
    }
  }
  const [ours, ...others] = times.map(median);
  if (others.length === 0) return { ours: ours! };
  const best = Math.min(...others);
  return { ours: ours!, theirs: best, threads: others.indexOf(best) === 0 ? 1 : threads };
}

function theirs({ ours, theirs, threads }: Comparison): string {
  if (theirs === undefined) return "- | -";
  return `${theirs.toFixed(1)} (${threads}) | ${(theirs / ours).toFixed(2)}`;
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}
