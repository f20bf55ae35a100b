import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import fc from "fast-check";
import { formatPredictions, parsePredictions, type Prediction } from "./predictions.ts";
import { readPredictions } from "./read_predictions.ts";

Deno.test("predictions survive being written and parsed", () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0);
  const prediction: fc.Arbitrary<Prediction> = fc.record({
    id: fc.string({ minLength: 1, unit: "binary" }),
    label: fc.nat(1),
    probabilities: fc.oneof(
      fc.tuple(share),
      fc.array(share, { minLength: 3, maxLength: 6 }),
    ),
    length: fc.nat(),
  }, { requiredKeys: ["id", "label", "probabilities"] });
  const predictions = fc.uniqueArray(prediction, { selector: ({ id }) => id });
  fc.assert(fc.property(predictions, (expected) => {
    assertEquals(
      parsePredictions(formatPredictions(expected), "memory"),
      expected.map((row) => ({ ...row })),
    );
  }));
});

Deno.test("parsePredictions() names the line, the field and what was expected", () => {
  const good = '{"id":"a","label":1,"probability":0.5}\n';
  const cases: [string, string][] = [
    [good + good, "p: line 2: id: a is on line 1 already"],
    [good + '{"id":"b","lab', "p: line 2: not valid JSON (is it cut short?)"],
    ['{"id":"b","label":2,"probability":0.5}', "p: line 1: label: expected 0 or 1"],
    [
      '\n{"id":"b","label":0,"probability":1.5}',
      "p: line 2: probability: Too big: expected number to be <=1",
    ],
    ['{"label":0,"probability":1}', "p: line 1: id: expected string, received undefined"],
    ["[]", "p: line 1: expected object, received array"],
  ];
  for (const [text, message] of cases) {
    assertEquals(
      (assertThrows(() => parsePredictions(text, "p"), Error) as Error).message,
      message,
    );
  }
});

Deno.test("readPredictions() says that a file is missing", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await assertRejects(() => readPredictions(`${folder}/p.jsonl`), Error, "p.jsonl: no such file");
    await assertRejects(
      () => readPredictions(folder, "it"),
      Error,
      "it: a folder, not a file",
    );
    await Deno.writeTextFile(`${folder}/p.jsonl`, '{"id":"a","label":0,"probability":0}\r\n\r\n');
    assertEquals(await readPredictions(`${folder}/p.jsonl`), [
      { id: "a", label: 0, probabilities: [0] },
    ]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("readPredictions() reads the compressed file where there is no other", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const rows: Prediction[] = [{ id: "a", label: 1, probabilities: [0.25], length: 3 }];
    const gzip = new Blob([formatPredictions(rows)]).stream()
      .pipeThrough(new CompressionStream("gzip"));
    const bytes = new Uint8Array(await new Response(gzip).arrayBuffer());
    await Deno.writeFile(`${folder}/p.jsonl.gz`, bytes);
    assertEquals(await readPredictions(`${folder}/p.jsonl`), rows);
    await Deno.writeFile(`${folder}/p.jsonl.gz`, bytes.subarray(0, bytes.length - 4));
    await assertRejects(
      () => readPredictions(`${folder}/p.jsonl`, "p.jsonl"),
      Error,
      "p.jsonl.gz: not a whole gzip file",
    );
    await Deno.writeTextFile(`${folder}/p.jsonl`, "");
    assertEquals(await readPredictions(`${folder}/p.jsonl`), []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
