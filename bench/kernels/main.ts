/**
 * Every layer's training and inference step beside PyTorch's: `deno task bench kernels`.
 *
 * @module
 */
import { parseArgs } from "@std/cli";
import {
  type Case,
  caseName,
  type Layer,
  LAYER_CASES,
  LAYERS,
  MEMORY_CASES,
  scalingBase,
  scalingCases,
  trainingFlops,
} from "./cases.ts";
import { compete, type Result, startPyTorch, startSluice } from "./contest.ts";
import { measurePeak, type Peak } from "./peak.ts";
import { peakMemory } from "./peak_memory.ts";
import type { Side } from "./side.ts";

const HELP = `Usage: deno task bench kernels [OPTIONS] [LAYER]...

Times whole training steps (embedding, layer, dense, loss, Adam) and inference beside PyTorch's, and the
memory that a training run takes. Both sides take turns, a few steps at a time; medians count; PyTorch gets
the faster of one thread and all, and flushes denormal numbers to zero. Prints Markdown. Takes about five minutes.

  LAYER       ${LAYERS.join(", ")} (default: all; with --scaling: lstm)
  --scaling   instead, how a layer scales over threads, batch, hidden size and length
  --no-memory leave memory out
  --no-flags  our side without the V8 flags that the tasks run with: 128-bit vectors, checked addresses
  --threads N threads of both sides (default: all processors)
  --help      this text

SLUICE_PYTHON names a Python that has torch (default: python3). Without one, our own figures are printed.`;

/** What the command line asks for. */
interface Options {
  layers: Layer[];
  scaling: boolean;
  memory: boolean;
  flags: boolean;
  threads: number;
}

/** Reads the command line; throws an Error of one line. */
function parseOptions(args: string[]): Options | "help" {
  const usage = "see deno task bench kernels --help";
  const parsed = parseArgs(args, {
    boolean: ["help", "scaling", "memory", "flags"],
    string: ["threads", "_"],
    negatable: ["memory", "flags"],
    default: { memory: true, flags: true, threads: `${navigator.hardwareConcurrency}` },
    unknown: (argument, key) => {
      if (key !== undefined) throw new Error(`unknown option ${argument}; ${usage}`);
    },
  });
  if (parsed.help) return "help";
  const layers = parsed._.map(String);
  const unknown = layers.find((name) => !(LAYERS as readonly string[]).includes(name));
  if (unknown !== undefined) {
    throw new Error(`unknown layer ${unknown}, there are ${LAYERS.join(", ")}; ${usage}`);
  }
  const threads = Number(parsed.threads);
  if (!(Number.isInteger(threads) && threads >= 1 && threads <= 64)) {
    throw new Error(`--threads must be a whole number from 1 to 64, not ${parsed.threads}`);
  }
  const { scaling, memory, flags } = parsed;
  return { layers: layers as Layer[], scaling, memory, flags, threads };
}

/** Starts PyTorch with each number of threads; none where Python has no torch. */
async function startPeers(python: string, counts: Iterable<number>): Promise<Map<number, Side>> {
  const peers = new Map<number, Side>();
  for (const count of new Set(counts)) {
    const peer = startPyTorch(python, count);
    const greeting = await peer.greeting();
    if (greeting === undefined) {
      console.error(`${python} has no PyTorch (set SLUICE_PYTHON to one that does): ours alone`);
      break;
    }
    if (peers.size === 0) {
      console.log(
        `Beside PyTorch ${greeting.version}, told to flush denormal numbers to zero, as we do: without, ` +
          `gradients over many steps take it several times as long on some processors.\n`,
      );
    }
    peers.set(count, peer);
  }
  return peers;
}

async function benchKernels(options: Options): Promise<void> {
  const { layers, memory, flags, threads } = options;
  const python = Deno.env.get("SLUICE_PYTHON") ?? "python3";
  const peak = await measurePeak(threads);
  console.log(describePeak(peak, threads));
  if (options.scaling) return await benchScaling(options, python, peak);

  const isWanted = (c: Case) => layers.length === 0 || layers.includes(c.layer);
  const sluice = startSluice(threads, flags);
  const peers = await startPeers(python, [1, threads]);
  const fastest = new Map<Layer, number>();
  console.log(HEADER);
  for (const c of LAYER_CASES.filter(isWanted)) {
    const train = await compete(c, "train", sluice, peers);
    const infer = await compete(c, "infer", sluice, peers);
    if (train.threads) fastest.set(c.layer, train.threads);
    console.log(row(caseName(c), c, train, infer, peak.products.all));
  }
  await Promise.all([sluice, ...peers.values()].map((side) => side.close()));
  if (!memory) return;

  console.log("\n| Peak memory of training | Sluice, MiB | PyTorch, MiB |\n| :--- | ---: | ---: |");
  for (const c of MEMORY_CASES.filter(isWanted)) {
    const ours = await peakMemory(c, startSluice(threads, flags));
    let theirs: number | null = null;
    if (peers.size > 0) {
      const peer = startPyTorch(python, fastest.get(c.layer) ?? threads);
      await peer.greeting();
      theirs = await peakMemory(c, peer);
    }
    const cells = [ours, theirs].map((mebibytes) => mebibytes?.toFixed(0) ?? "-");
    console.log(`| ${caseName(c)} | ${cells.join(" | ")} |`);
  }
}

/** One size at a time; over threads, both sides have the same number. */
async function benchScaling(
  { layers, flags, threads }: Options,
  python: string,
  peak: Peak,
): Promise<void> {
  const counts = threadCounts(threads);
  const peers = await startPeers(python, counts);
  const sluices = new Map(counts.map((count) => [count, startSluice(count, flags)]));
  const compare = async (c: Case, name: string, count: number, rivals: Map<number, Side>) => {
    const sluice = sluices.get(count)!;
    const train = await compete(c, "train", sluice, rivals);
    const infer = await compete(c, "infer", sluice, rivals);
    const most = count === 1 ? peak.products.one : peak.products.all * count / threads;
    console.log(row(name, c, train, infer, most));
  };
  console.log(HEADER);
  for (const layer of layers.length > 0 ? layers : ["lstm" as const]) {
    const base = scalingBase(layer);
    for (const count of counts) {
      const rivals = new Map([...peers].filter(([threads]) => threads === count));
      await compare(
        base,
        `${caseName(base)}, ${count} thread${count === 1 ? "" : "s"}`,
        count,
        rivals,
      );
    }
    const ends = new Map([...peers].filter(([count]) => count === 1 || count === threads));
    for (const c of scalingCases(layer)) await compare(c, caseName(c), threads, ends);
  }
  await Promise.all([...sluices.values(), ...peers.values()].map((side) => side.close()));
}

/** 1, 2, 4, ... and all. */
function threadCounts(all: number): number[] {
  const counts = [];
  for (let count = 1; count < all; count *= 2) counts.push(count);
  return [...counts, all];
}

const HEADER =
  "| Step | Training, ms | GFLOP/s | Share of peak | PyTorch, ms (threads) | Ratio | Inference, ms | PyTorch, ms (threads) | Ratio |\n" +
  "| :--- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |";

function row(name: string, c: Case, train: Result, infer: Result, peak: number): string {
  const gflops = trainingFlops(c) / train.ours / 1e6;
  const rate = gflops === 0
    ? "- | -"
    : `${gflops.toFixed(gflops < 10 ? 1 : 0)} | ${percent(gflops / peak)}`;
  const cells = [name, inMilliseconds(train.ours), rate, beside(train), inMilliseconds(infer.ours)];
  return `| ${cells.join(" | ")} | ${beside(infer)} |`;
}

function beside({ ours, theirs, threads }: Result): string {
  if (theirs === undefined) return "- | -";
  return `${inMilliseconds(theirs)} (${threads}) | ${(theirs / ours).toFixed(2)}`;
}

/** In tenths of one; what is below one, in hundredths. */
function inMilliseconds(milliseconds: number): string {
  return milliseconds.toFixed(milliseconds < 1 ? 2 : 1);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

function describePeak({ products, multiplyAdds }: Peak, threads: number): string {
  const rates = ({ one, all }: { one: number; all: number }) =>
    `${one.toFixed(1)} GFLOP/s on one thread, ${all.toFixed(1)} on ${threads}`;
  return `The peak of this machine: the layers' product micro-kernel on data in the first-level cache, ` +
    `${rates(products)}; multiply-adds on registers alone, ${rates(multiplyAdds)}. Shares are ` +
    `of the former. GFLOP/s count the layers' products with dense gradients (the CNN's are sparse).\n`;
}

if (import.meta.main) {
  try {
    const options = parseOptions(Deno.args);
    if (options === "help") console.log(HELP);
    else {
      await benchKernels(options).catch((error) => {
        console.error(`error: ${error instanceof Error ? error.message : error}`);
        Deno.exit(1);
      });
    }
  } catch (error) {
    console.error(`error: ${error instanceof Error ? error.message : error}`);
    Deno.exit(2);
  }
}
