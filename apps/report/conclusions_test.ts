import { assert, assertEquals } from "@std/assert";
import { exampleStudy } from "./_example_study.ts";
import { type ExampleRun, readExampleRuns } from "./_example_runs.ts";
import { conclude } from "./conclusions.ts";
import { makeReport, type Section } from "./report.ts";
import type { ReferenceStudy } from "./reference_study.ts";

async function section(examples: ExampleRun[], study?: ReferenceStudy): Promise<Section> {
  const completed = await readExampleRuns(examples);
  return makeReport({ completed, setAside: [] }, study).sections[0]!;
}

function sentence(section: Section, pattern: RegExp): string {
  const conclusions = conclude(section);
  const found = conclusions.find((conclusion) => pattern.test(conclusion));
  assert(found !== undefined, `${pattern} in ${conclusions.join("\n")}`);
  return found;
}

const LSTM = { model: { architecture: "lstm" } };
const CNN = { model: { architecture: "cnn" } };

Deno.test("conclude() compares nothing when there is nothing to compare", async () => {
  const conclusions = conclude(await section([LSTM]));
  assert(conclusions.every((text) => /falls most|By length/.test(text)), conclusions.join("\n"));
});

Deno.test("conclude() calls a difference significant only where the test does", async () => {
  const clear = await section([{ ...LSTM, accuracy: 0.5 }, { ...CNN, accuracy: 0.95 }]);
  const lead = clear.summaries[0]!.final.accuracy.mean - clear.summaries[1]!.final.accuracy.mean;
  assert(
    sentence(clear, /ends highest/).includes(
      `${(100 * lead).toFixed(2)} points above lstm, which is significant (p = `,
    ),
  );
  const close = await section([{ ...LSTM, accuracy: 0.8 }, { ...CNN, accuracy: 0.81 }]);
  assert(close.differences[0]!.corrected > 0.05);
  assert(sentence(close, /ends highest/).includes("which is not significant (p = "));
  const unknown = { ...close, differences: [] };
  assert(sentence(unknown, /ends highest/).includes("cannot be said without predictions"));
});

Deno.test("conclude() weighs the training time against the accuracy", async () => {
  const made = await section([
    { ...LSTM, accuracy: 0.95, seed: 12, epochs: 10 },
    { ...CNN, accuracy: 0.5, seed: 1, epochs: 10 },
  ]);
  const [best, quick] = made.summaries;
  const behind = 100 * (best!.final.accuracy.mean - quick!.final.accuracy.mean);
  assertEquals(
    sentence(made, /training time/),
    `lstm takes 22.0 s an epoch for 10 epochs, 2.0 times the training time of cnn (11.0 s for ` +
      `10 epochs), which ends ${behind.toFixed(2)} points lower.`,
  );
});

Deno.test("conclude() sets ours beside the study's", async () => {
  const made = await section([{ ...LSTM, accuracy: 0.9 }], exampleStudy());
  const gain = 100 * (made.summaries[0]!.final.accuracy.mean - 0.79);
  assertEquals(
    sentence(made, /the study's/),
    `1 of 1 end above the study's figure for the same model; in points: lstm +${gain.toFixed(2)}.`,
  );
});

Deno.test("conclude() names the gate that is missed most, for each value", async () => {
  const made = await section([{
    ...LSTM,
    fields: {
      ablations: [
        { gate: "input", heldAt: 0.731, loss: 2, accuracy: 0.5 },
        { gate: "forget", heldAt: 0.731, loss: 1, accuracy: 0.7 },
      ],
    },
  }]);
  const change = (accuracy: number) =>
    (100 * (accuracy - made.summaries[0]!.final.accuracy.mean)).toFixed(2);
  assertEquals(
    sentence(made, /gate/),
    "lstm can least do without its input gate: held at 0.731, where the study held it, the accuracy " +
      `changes, in points, by input ${change(0.5)}, forget ${change(0.7)}.`,
  );
});

Deno.test("conclude() says what validation would have chosen", async () => {
  const made = await section([{ ...LSTM, validation: true }]);
  const [summary] = made.summaries;
  const gain = 100 * (summary!.selected!.accuracy.mean - summary!.final.accuracy.mean);
  assert(
    sentence(made, /held-out/).endsWith(
      `by ${gain > 0 ? "+" : ""}${gain.toFixed(2)} for lstm.`,
    ),
  );
});
