import { assert, assertEquals, assertThrows } from "@std/assert";
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

Deno.test("a checkpoint is read as it was written", () => {
  assertEquals(decodeCheckpoint(encodeCheckpoint(example()), "memory"), example());
});

Deno.test("a checkpoint of version 1 is gone on from", () => {
  const bytes = withHeader((header) => {
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
  const { epochs, ...others } = decodeCheckpoint(bytes, "memory");
  const { epochs: expected, ...expectedOthers } = example();
  assertEquals(others, expectedOthers);
  const { macroF1: _unknown, ...test } = expected[0]!.test;
  assertEquals(epochs, [{ ...expected[0]!, test }]);
});

Deno.test("a header that parses but cannot be is refused in one line", () => {
  const cases: ((header: Header) => void)[] = [
    (header) => header.version = 3,
    (header) => header.state.epoch = 100,
    (header) => header.state.step = -1,
    (header) => header.epochs = [],
    (header) => header.epochs = [{ ...row(1), test: { loss: null, accuracy: 1 } }],
    (header) => header.iterations = "4",
    (header) => delete header.state.lossSum,
  ];
  for (const damage of cases) {
    const { message } = assertThrows(() => decodeCheckpoint(withHeader(damage), "x"), Error);
    assertEquals(message, "x: not a checkpoint that this Sluice can read, or a damaged one");
  }
  const missing = withHeader((header) => header.weights = ["bias"]);
  assertEquals(
    assertThrows(() => decodeCheckpoint(missing, "x"), Error).message,
    "x: weight/bias is missing",
  );
});

Deno.test("a checkpoint cut anywhere is refused in one line", () => {
  const bytes = encodeCheckpoint(example());
  fc.assert(fc.property(fc.nat(bytes.length - 1), (length) => {
    const { message } = assertThrows(() => decodeCheckpoint(bytes.slice(0, length), "x"), Error);
    assert(/^x: [^\n]+$/.test(message), message);
  }));
});

// deno-lint-ignore no-explicit-any -- a header that may be anything
type Header = any;

/** The example with another header. */
function withHeader(change: (header: Header) => void): Uint8Array {
  const { tensors, metadata } = decodeSafetensors(encodeCheckpoint(example()), "memory");
  const header = JSON.parse(metadata["sluice"]!);
  change(header);
  return encodeSafetensors(tensors, { ...metadata, sluice: JSON.stringify(header) });
}
