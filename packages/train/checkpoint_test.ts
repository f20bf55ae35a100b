import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from "./checkpoint.ts";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";

const row = (epoch: number) => ({
  epoch,
  train: { loss: 0.5, accuracy: 0.75 },
  test: { loss: 0.25, accuracy: 0.5, macroF1: 0.5 },
  trainSeconds: 1.5,
  testSeconds: 0.5,
  trainTokens: 30,
  tokensPerSecond: 20,
  steps: 3,
});

function example(): Checkpoint {
  return {
    state: { epoch: 2, step: 1, lossSum: 1.25, correct: 3, rows: 4, tokens: 17, seconds: 0.125 },
    epochs: [row(1)],
    weights: [{ name: "kernel", shape: [2, 1], data: Float32Array.of(1, -2) }],
    optimizer: {
      iterations: 4,
      moments: [{ name: "kernel", first: Float32Array.of(3, 4), second: Float32Array.of(5, 6) }],
    },
  };
}

Deno.test("a checkpoint is read as it was written", async () => {
  assertEquals(await decodeCheckpoint(await encodeCheckpoint(example()), "memory"), example());
});

Deno.test("a checkpoint of version 1 is gone on from", async () => {
  const bytes = await withHeader((header) => {
    const [{ train, test, ...rest }] = header.epochs as [ReturnType<typeof row>];
    header.version = 1;
    header.epochs = [{
      ...rest,
      trainLoss: train.loss,
      trainAccuracy: train.accuracy,
      testLoss: test.loss,
      testAccuracy: test.accuracy,
    }];
  });
  const { epochs, ...others } = await decodeCheckpoint(bytes, "memory");
  const { epochs: expected, ...expectedOthers } = example();
  assertEquals(others, expectedOthers);
  const { macroF1: _unknown, ...test } = expected[0]!.test;
  assertEquals(epochs, [{ ...expected[0]!, test }]);
});

Deno.test("a header that parses but cannot be is refused by its field", async () => {
  const cases: [(header: Header) => void, string][] = [
    [(header) => header.version = 4, "version: expected 1 to 3"],
    [(header) => header.state.epoch = 100, "state.epoch: expected 2; is it damaged?"],
    [(header) => header.state.step = -1, "state.step: Too small: expected number to be >=0"],
    [(header) => header.state.step = 0, "state.rows: expected 0; is it damaged?"],
    [(header) => header.state.correct = 5, "state.correct: expected at most 4; is it damaged?"],
    [
      (header) => header.epochs = [{ ...row(1), test: { loss: null, accuracy: 1 } }],
      "epochs: expected the rows of epochs 1, 2, 3, ...; is it damaged?",
    ],
    [(header) => header.epochs = [], "state.epoch: expected 1; is it damaged?"],
    [(header) => header.iterations = "4", "iterations: expected number, received string"],
    [
      (header) => delete header.state.lossSum,
      "state.lossSum: expected number, received undefined",
    ],
    [(header) => header.weights = ["bias"], '"weight/bias" is missing'],
  ];
  for (const [damage, expected] of cases) {
    const bytes = await withHeader(damage);
    const { message } = await assertRejects(() => decodeCheckpoint(bytes, "x"), Error);
    assertEquals(message, `x: ${expected}`);
  }
});

Deno.test("a bit that has flipped anywhere is noticed", async () => {
  const bytes = await encodeCheckpoint(example());
  await fc.assert(
    fc.asyncProperty(fc.nat(8 * bytes.length - 1), async (bit) => {
      const damaged = bytes.slice();
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      const { message } = await assertRejects(() => decodeCheckpoint(damaged, "x"), Error);
      assert(/^x: [^\n]+$/.test(message), message);
    }),
    { numRuns: 500 },
  );
});

Deno.test("a number that is none is neither written nor read", async () => {
  for (const value of [NaN, Infinity, -Infinity]) {
    for (const spoil of ["weights", "first", "second"] as const) {
      const checkpoint = example();
      const [moment] = checkpoint.optimizer.moments;
      const data = spoil === "weights" ? checkpoint.weights[0]!.data : moment![spoil];
      data[1] = value;
      const name = `"${spoil === "weights" ? "weight" : spoil}/kernel"`;
      const error = await assertRejects(() => encodeCheckpoint(checkpoint), Error);
      assertEquals(error.message.startsWith(`${name} holds a number that is none`), true);
    }
  }
  const { tensors, metadata } = decodeSafetensors(await encodeCheckpoint(example()), "memory");
  const header = JSON.parse(metadata["sluice"]!);
  header.version = 2;
  tensors[0]!.data[0] = NaN;
  const bytes = encodeSafetensors(tensors, { sluice: JSON.stringify(header) });
  const error = await assertRejects(() => decodeCheckpoint(bytes, "x"), Error);
  assertEquals(error.message.startsWith('x: "weight/kernel" holds a number that is none'), true);
});

Deno.test("a checkpoint cut anywhere is refused in one line", async () => {
  const bytes = await encodeCheckpoint(example());
  await fc.assert(fc.asyncProperty(fc.nat(bytes.length - 1), async (length) => {
    const { message } = await assertRejects(
      () => decodeCheckpoint(bytes.slice(0, length), "x"),
      Error,
    );
    assert(/^x: [^\n]+$/.test(message), message);
  }));
});

// deno-lint-ignore no-explicit-any -- a header that may be anything
type Header = any;

/** The example with another header, of version 2, which has no checksum. */
async function withHeader(change: (header: Header) => void): Promise<Uint8Array> {
  const { tensors, metadata } = decodeSafetensors(await encodeCheckpoint(example()), "memory");
  const header = JSON.parse(metadata["sluice"]!);
  header.version = 2;
  change(header);
  return encodeSafetensors(tensors, { sluice: JSON.stringify(header) });
}
