import { assertEquals, assertLess, assertNotEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { createHash } from "node:crypto";
import { type Batch, DataLoader, type DataLoaderOptions } from "./data_loader.ts";
import { SeededRandom } from "./seeded_random.ts";
import type { TokenizedSplit } from "./tokenize_split.ts";

/** A split of rows of given lengths; no token is 0, and each names its row and place. */
function makeSplit(lengths: readonly number[]): TokenizedSplit {
  const offsets = [0];
  for (const length of lengths) offsets.push(offsets.at(-1)! + length);
  return {
    inputIds: Int32Array.from({ length: offsets.at(-1)! }, (_, index) => index + 1),
    offsets: Int32Array.from(offsets),
    labels: Uint16Array.from(lengths, (_, row) => row % 2),
  };
}

const lengthsArbitrary = fc.array(fc.nat(20), { maxLength: 300 });
const optionsArbitrary: fc.Arbitrary<DataLoaderOptions> = fc.record({
  batchSize: fc.integer({ min: 1, max: 40 }),
  seed: fc.maxSafeInteger(),
  shuffle: fc.boolean(),
  buckets: fc.constantFrom("length", "none"),
  padTo: fc.integer({ min: 20, max: 30 }),
}, { requiredKeys: ["batchSize", "seed", "shuffle"] });

/** The share of what a model reads that is padding. */
function paddingShare(batches: Iterable<Batch>): number {
  let cells = 0;
  let tokens = 0;
  for (const { inputIds, lengths } of batches) {
    cells += inputIds.length;
    tokens += lengths.reduce((sum, length) => sum + length, 0);
  }
  return 1 - tokens / cells;
}

/** Lengths spread like those of IMDb in tokens: log-normal, median 200, cut off at 493. */
function imdbLikeLengths(count: number): number[] {
  const random = new SeededRandom(1);
  return Array.from({ length: count }, () => {
    const normal = Math.sqrt(-2 * Math.log(1 - random.float())) *
      Math.cos(2 * Math.PI * random.float());
    return Math.min(493, Math.max(10, Math.round(200 * Math.exp(0.6 * normal))));
  });
}

Deno.test("DataLoader gives every row once an epoch, padded on its right", () => {
  fc.assert(fc.property(
    lengthsArbitrary,
    optionsArbitrary,
    fc.nat(100),
    (lengths, options, epoch) => {
      const split = makeSplit(lengths);
      const loader = new DataLoader(split, options);
      const batches = [...loader.batches(epoch)];
      const seen: number[] = [];
      for (const batch of batches) {
        seen.push(...batch.indices);
        assertEquals(batch.indices.length, batch.size);
        assertEquals(batch.inputIds.length, batch.size * batch.time);
        assertEquals(batch.time, options.padTo ?? Math.max(1, ...batch.lengths));
        for (const [place, row] of batch.indices.entries()) {
          const ids = split.inputIds.subarray(split.offsets[row], split.offsets[row + 1]);
          const padding = new Array<number>(batch.time - ids.length).fill(0);
          const start = place * batch.time;
          assertEquals(batch.lengths[place], ids.length);
          assertEquals(batch.labels[place], split.labels[row]);
          assertEquals(
            [...batch.inputIds.subarray(start, start + batch.time)],
            [...ids, ...padding],
          );
        }
      }
      assertEquals(seen.sort((one, other) => one - other), lengths.map((_, row) => row));
      assertEquals(batches.length, loader.stepsPerEpoch);
      const smaller = batches.filter(({ size }) => size !== options.batchSize);
      assertEquals(
        smaller.map(({ size }) => size),
        lengths.length % options.batchSize === 0 ? [] : [lengths.length % options.batchSize],
      );
    },
  ));
});

Deno.test("DataLoader's order depends on seed and epoch alone", () => {
  const order = (options: DataLoaderOptions, epoch: number, warmUp = 0) => {
    const loader = new DataLoader(makeSplit(imdbLikeLengths(500)), options);
    for (let earlier = 0; earlier < warmUp; earlier++) [...loader.batches(earlier)];
    return [...loader.batches(epoch)].map(({ indices }) => [...indices]);
  };
  for (const buckets of ["length", "none"] as const) {
    const options = { batchSize: 16, seed: 3, shuffle: true, buckets };
    assertEquals(order(options, 4), order(options, 4, 3));
    assertNotEquals(order(options, 4), order(options, 5));
    assertNotEquals(order(options, 4), order({ ...options, seed: 4 }, 4));
    const still = { ...options, shuffle: false };
    assertEquals(order(still, 0), order({ ...still, seed: 9 }, 7));
  }
});

Deno.test("DataLoader's batches are those of earlier runs", () => {
  const split = makeSplit(Array.from({ length: 700 }, (_, row) => (row * 7919) % 97));
  const take = (shuffle: boolean, buckets: "length" | "none") => {
    const loader = new DataLoader(split, { batchSize: 32, seed: 4, shuffle, buckets });
    const epochs = [0, 1, 2].map((epoch) =>
      [...loader.batches(epoch)].map(({ inputIds, size, time, lengths, labels, indices }) => [
        [...inputIds],
        size,
        time,
        [...lengths],
        [...labels],
        [...indices],
      ])
    );
    return createHash("sha256").update(JSON.stringify(epochs)).digest("hex").slice(0, 16);
  };
  assertEquals(take(true, "length"), "3186a74606f22ab3");
  assertEquals(take(true, "none"), "3dd4f723663de6be");
  assertEquals(take(false, "length"), "955cdc6b7ae42985");
  assertEquals(take(false, "none"), "11cccb19889cc3ee");
});

Deno.test("DataLoader cuts each batch into one part for every rank, in order", () => {
  fc.assert(fc.property(
    lengthsArbitrary,
    optionsArbitrary,
    fc.integer({ min: 1, max: 9 }),
    fc.nat(5),
    (lengths, options, worldSize, epoch) => {
      const split = makeSplit(lengths);
      const whole = [...new DataLoader(split, options).batches(epoch)];
      const ranks = Array.from({ length: worldSize }, (_, rank) => {
        const loader = new DataLoader(split, { ...options, rank, worldSize });
        assertEquals(loader.stepsPerEpoch, whole.length);
        return [...loader.batches(epoch)];
      });
      for (const batches of ranks) assertEquals(batches.length, whole.length);
      for (const [step, batch] of whole.entries()) {
        const parts = ranks.map((batches) => batches[step]!);
        for (const name of ["indices", "lengths", "labels"] as const) {
          assertEquals(parts.flatMap((part) => [...part[name]]), [...batch[name]]);
        }
        const sizes = parts.map(({ size }) => size);
        assertEquals(sizes, [...sizes].sort((one, other) => other - one));
        assertEquals(sizes[0]! - sizes.at(-1)! <= 1, true);
        for (const { inputIds, size, time, lengths } of parts) {
          assertEquals(inputIds.length, size * time);
          assertEquals(time, options.padTo ?? Math.max(1, ...lengths));
        }
      }
    },
  ));
});

Deno.test("DataLoader keeps the order of the split where it neither shuffles nor sorts", () => {
  const options = { batchSize: 4, seed: 0, shuffle: false, buckets: "none" } as const;
  const batches = [...new DataLoader(makeSplit([3, 1, 2, 9, 4, 4]), options).batches(0)];
  assertEquals(batches.map(({ indices }) => [...indices]), [[0, 1, 2, 3], [4, 5]]);
});

Deno.test("DataLoader sorts by length to evaluate", () => {
  const options = { batchSize: 4, seed: 0, shuffle: false };
  const batches = [...new DataLoader(makeSplit([3, 1, 2, 9, 4, 4]), options).batches(0)];
  assertEquals(batches.map(({ indices }) => [...indices]), [[1, 2, 0, 4], [5, 3]]);
});

Deno.test("DataLoader pads little on lengths like IMDb's", () => {
  const split = makeSplit(imdbLikeLengths(9788));
  const share = (buckets: "length" | "none") => {
    const loader = new DataLoader(split, { batchSize: 64, seed: 1, shuffle: true, buckets });
    return paddingShare(loader.batches(0));
  };
  assertLess(share("length"), 0.04);
  assertLess(0.3, share("none"));
});

Deno.test("DataLoader draws batches of all lengths all through an epoch", () => {
  const lengths = imdbLikeLengths(9788);
  const loader = new DataLoader(makeSplit(lengths), { batchSize: 64, seed: 1, shuffle: true });
  const means = [...loader.batches(0)].map(({ lengths, size }) =>
    lengths.reduce((sum, length) => sum + length, 0) / size
  );
  const half = means.length / 2;
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  assertLess(Math.abs(mean(means.slice(0, half)) / mean(means.slice(half)) - 1), 0.2);
});

Deno.test("DataLoader makes batches of empty rows, and none of no rows", () => {
  const options = { batchSize: 2, seed: 0, shuffle: true };
  const [batch] = new DataLoader(makeSplit([0, 0]), options).batches(0);
  assertEquals([batch!.time, ...batch!.inputIds], [1, 0, 0]);
  const none = new DataLoader(makeSplit([]), options);
  assertEquals([none.stepsPerEpoch, ...none.batches(0)], [0]);
});

Deno.test("DataLoader refuses options that make no sense", () => {
  const options = { batchSize: 2, seed: 0, shuffle: true };
  const make = (extra: Partial<DataLoaderOptions>) => () =>
    new DataLoader(makeSplit([1, 5]), { ...options, ...extra });
  assertThrows(make({ batchSize: 0 }), RangeError, "the batch size must be a positive integer");
  assertThrows(make({ padTo: 1.5 }), RangeError, "the padded length must be a positive integer");
  assertThrows(make({ padTo: 4 }), RangeError, "row 1 has 5 tokens, more than the padded length 4");
  assertThrows(make({ worldSize: 0 }), RangeError, "the world size must be a positive integer");
  for (const rank of [-1, 2, 0.5]) {
    assertThrows(
      make({ rank, worldSize: 2 }),
      RangeError,
      `the rank must be an integer from 0 to 1, as the world size is 2, not ${rank}`,
    );
  }
  assertThrows(
    () => new DataLoader({ ...makeSplit([1]), labels: new Uint16Array(2) }, options),
    RangeError,
    "a split of 2 labels needs 3 offsets, but has 2",
  );
});
