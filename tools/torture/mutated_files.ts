// Files of every kind, damaged in every way: what reads them reads something, or says in one line what is
// wrong, and what was good before is not made worse.
import { useDevice } from "@sluice/kernels";
import {
  MemoryStorage,
  parsePredictions,
  parseRunRecordText,
  recordedConfig,
  type RunFile,
  runFiles,
  RunFolder,
  Task,
} from "@sluice/runs";
import { BpeTokenizer } from "@sluice/tokenizer";
import { decodeSafetensors, readClassifier, train } from "@sluice/train";
import { parseRecipe } from "@sluice/train/recipe";
import { parseConfigFile } from "../../apps/cli/_parse_config_file.ts";
import { parseYaml } from "../../apps/cli/_parse_yaml.ts";
import { parseReferenceStudy } from "../../apps/report/reference_study.ts";
import { decodeCheckpoint } from "../../packages/train/checkpoint.ts";
import { mutateBytes, mutateJson } from "./mutate.ts";
import type { Case, Part } from "./part.ts";
import { orPlainError } from "./plain_error.ts";
import { Random } from "./random.ts";
import { smallConfig, smallDataset, trainSmall } from "./small_run.ts";

const ROOT = new URL("../../", import.meta.url);
/** Inputs in a case that only parses them. */
const AT_ONCE = 100;
const TEXTS = ["a fine film", "<pad> Ünïcode 🎬\n\u0000", ""];

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const encode = (text: string) => new TextEncoder().encode(text);

/** What a whole run is made of, and older and larger files of the same kinds. */
interface Material {
  run: Map<RunFile, Uint8Array>;
  oldRecord: Uint8Array;
  safetensors: Uint8Array;
  study: Uint8Array;
  configurations: Uint8Array[];
  recipes: Uint8Array[];
  tokenizers: Uint8Array[];
}

let material: Promise<Material> | undefined;

function getMaterial(): Promise<Material> {
  return material ??= makeMaterial();
}

async function makeMaterial(): Promise<Material> {
  await useDevice("cpu", { threads: 1 });
  const folder = await Deno.makeTempDir({ prefix: "sluice-torture-" });
  const config = smallConfig(new Random(1, 0, 0));
  await trainSmall(`${folder}/run`, config);
  const run = new Map<RunFile, Uint8Array>();
  {
    using stored = await RunFolder.open(`${folder}/run`);
    for (const file of Object.values(runFiles)) run.set(file, (await stored.read(file))!);
  }
  await Deno.remove(folder, { recursive: true });
  const read = (path: string) => Deno.readFile(new URL(path, ROOT));
  const all = async (folder: string, wanted: RegExp) => {
    const files: Uint8Array[] = [];
    for await (const { name } of Deno.readDir(new URL(folder, ROOT))) {
      if (!name.endsWith(".yaml")) continue;
      const bytes = await read(`${folder}${name}`);
      if (wanted.test(decode(bytes))) files.push(bytes);
    }
    return files;
  };
  const { base, stages } = JSON.parse(
    decode(await read("packages/tokenizer/_fixtures/stages.json")),
  );
  return {
    run,
    oldRecord: await read("packages/train/_fixtures/run_0.1.0/run.json"),
    safetensors: run.get(runFiles.checkpoint)!,
    study: await read("results/reference-study.json").catch(() => encode("{}")),
    configurations: await all("configs/", /^model:/m),
    recipes: await all("configs/", /^rows:/m),
    tokenizers: [
      run.get(runFiles.tokenizer)!,
      ...(stages as { changes: Record<string, unknown> }[]).slice(0, 200)
        .map(({ changes }) => encode(JSON.stringify({ ...base, ...changes }))),
    ],
  };
}

/** Bytes or values damaged, as may be. */
function damage(bytes: Uint8Array, random: Random): Uint8Array {
  if (random.chance(0.4)) return mutateBytes(bytes, random);
  return encode(JSON.stringify(mutateJson(JSON.parse(decode(bytes)), random)) ?? "");
}

/** Reads one damaged file of a kind. */
type Reader = (material: Material, random: Random) => unknown;

const READERS: Record<string, Reader> = {
  "run.json": ({ run, oldRecord }, random) => {
    const base = random.chance(0.3) ? oldRecord : run.get(runFiles.record)!;
    const record = parseRunRecordText(decode(damage(base, random)), "run.json");
    recordedConfig(record, "run.json");
    new Task(record.task.labels);
    // What is read can be written and read again.
    parseRunRecordText(JSON.stringify(record), "run.json");
  },
  "predictions.jsonl": ({ run }, random) => {
    const lines = decode(run.get(runFiles.predictions)!).split("\n");
    const at = random.below(lines.length - 1);
    lines[at] = decode(damage(encode(lines[at]!), random));
    parsePredictions(lines.join("\n"), "predictions.jsonl");
  },
  "tokenizer.json": ({ tokenizers }, random) => {
    const text = decode(damage(random.pick(tokenizers), random));
    const tokenizer = BpeTokenizer.fromJSON(text);
    for (const said of TEXTS) {
      const { input_ids: ids } = tokenizer.encode(said);
      tokenizer.decode(ids);
      tokenizer.encode(said, { returnOffsets: true });
    }
    BpeTokenizer.fromJSON(JSON.stringify(tokenizer));
  },
  "vocab.json, merges.txt": (_material, random) => {
    const vocabulary = '{"a": 0, "b": 1, "ab": 2, "c": 3, "abc": 4}';
    const merges = "#version: 0.2\na b\nab c\n";
    const which = random.chance(0.5);
    const tokenizer = BpeTokenizer.fromVocabularyFiles(
      which ? decode(damage(encode(vocabulary), random)) : vocabulary,
      which ? merges : decode(mutateBytes(encode(merges), random)),
    );
    tokenizer.decode(tokenizer.encode("abc cab").input_ids);
  },
  "tiktoken": (_material, random) => {
    const ranks = encode("YQ== 0\nYg== 1\nYWI= 2\nYw== 3\nYWJj 4\n");
    const tokenizer = BpeTokenizer.fromTiktoken(decode(mutateBytes(ranks, random)));
    tokenizer.decode(tokenizer.encode("abccab").input_ids);
  },
  "safetensors": ({ safetensors }, random) =>
    decodeSafetensors(damagedSafetensors(safetensors, random), "weights.safetensors"),
  "checkpoint": ({ safetensors }, random) =>
    decodeCheckpoint(damagedSafetensors(safetensors, random), "state.safetensors"),
  "study.json": ({ study }, random) =>
    parseReferenceStudy(decode(damage(study, random)), "study.json"),
  "configuration": ({ configurations }, random) =>
    parseConfigFile(decode(mutateBytes(random.pick(configurations), random)), "a.yaml"),
  "recipe": ({ recipes }, random) => {
    const text = random.pick(recipes);
    if (random.chance(0.5)) {
      return parseRecipe(parseYaml(decode(mutateBytes(text, random)), "a.yaml"), "a.yaml");
    }
    return parseRecipe(mutateJson(parseYaml(decode(text), "a.yaml"), random), "a.yaml");
  },
};

/** A header damaged as text or as a value, or any byte: the length before the header follows, mostly. */
function damagedSafetensors(bytes: Uint8Array, random: Random): Uint8Array {
  if (random.chance(0.2)) return mutateBytes(bytes, random);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  let header = JSON.parse(decode(bytes.subarray(8, 8 + length)));
  if (random.chance(0.5)) {
    // Of version 2, which has no checksum that would tell at once.
    const sluice = { ...JSON.parse(header.__metadata__.sluice), version: 2 };
    header.__metadata__.sluice = JSON.stringify(mutateJson(sluice, random));
  } else header = mutateJson(header, random);
  const text = encode(JSON.stringify(header) ?? "");
  const damaged = new Uint8Array(8 + text.length + bytes.length - 8 - length);
  new DataView(damaged.buffer).setBigUint64(0, BigInt(text.length), true);
  damaged.set(text, 8);
  damaged.set(bytes.subarray(8 + length), 8 + text.length);
  return damaged;
}

const KINDS = Object.keys(READERS);

/** Single files, as they are parsed. */
export const mutatedFiles: Part = {
  name: "mutated-files",
  share: 4,
  prepare: async () => void await getMaterial(),
  async run({ random, index, count }: Case) {
    const kind = KINDS[index % KINDS.length]!;
    const given = await getMaterial();
    for (let i = 0; i < AT_ONCE; i++) {
      count("inputs");
      const read = await orPlainError(async () => (await READERS[kind]!(given, random), true));
      count(read ? `${kind} read` : `${kind} refused`);
    }
  },
};

/** Runs with one damaged file, as they are loaded and gone on with. */
export const mutatedRuns: Part = {
  name: "mutated-runs",
  share: 2,
  prepare: async () => void await getMaterial(),
  async run({ random, count }: Case) {
    const { run } = await getMaterial();
    const file = random.pick([...run.keys()]);
    const bytes = run.get(file)!;
    const isJson = file.endsWith(".json");
    const damaged = file === runFiles.checkpoint
      ? damagedSafetensors(bytes, random)
      : isJson
      ? damage(bytes, random)
      : mutateBytes(bytes, random);
    const storage = new MemoryStorage("run");
    await storage.publish({ ...Object.fromEntries(run), [file]: damaged });
    count("inputs");
    const classified = await orPlainError(async () => {
      const { classifier } = await readClassifier(storage);
      try {
        const probabilities = await classifier.predict(TEXTS);
        if (!probabilities.flat().every((share) => share >= 0 && share <= 1)) {
          throw new Error(`probabilities that are none: ${probabilities}`);
        }
      } finally {
        classifier.dispose();
      }
      return true;
    });
    count(classified ? "loaded" : "refused");
    if (random.chance(0.5)) await resumeDamaged(storage, file, damaged, count);
  },
};

/** Goes on with a damaged run: it ends well, or the run stays as it was. */
async function resumeDamaged(
  storage: MemoryStorage,
  file: RunFile,
  damaged: Uint8Array,
  count: Case["count"],
): Promise<void> {
  const config = smallConfig(new Random(1, 0, 0));
  config.training.epochs++;
  const resumed = await orPlainError(async () => {
    await train({
      config,
      dataset: await smallDataset(),
      storage,
      environment: {
        machine: { cpuModel: "any", logicalCores: 1, operatingSystem: "any" },
        versions: { deno: "0", tfjs: "0", sluice: "0" },
        peakMemoryBytes: () => 0,
      },
      threads: 1,
      resume: true,
    });
    return true;
  });
  count(resumed ? "gone on with" : "not gone on with");
  if (resumed) {
    parseRunRecordText(decode((await storage.read(runFiles.record))!), "run.json");
  } else if (decode((await storage.read(file))!) !== decode(damaged)) {
    throw new Error(`${file} was changed by a run that could not be gone on with`);
  }
}
