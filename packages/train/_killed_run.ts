// For tests: a run that kills its own process in the middle of an epoch.
// Arguments: the run's folder, and "new" or "resume", the epoch and the step, joined by colons.
import { exampleDataset } from "./_example_dataset.ts";
import { completeTrainConfig } from "@sluice/runs";
import { trainInFolder } from "./train_in_folder.ts";

if (import.meta.main) {
  const [folder = "", when = ""] = Deno.args;
  const [mode, epoch, step] = when.split(":");
  await trainInFolder({
    config: completeTrainConfig({
      model: { embeddingSize: 8, hiddenSize: 8 },
      data: { vocabSize: 300, maxLength: 12 },
      optimizer: { learningRate: 0.01 },
      training: { epochs: 2, batchSize: 16 },
    }, "example"),
    dataset: exampleDataset(),
    folder,
    threads: 1,
    resume: mode === "resume",
    onProgress: (progress) => {
      if (
        progress.phase === "step" && progress.epoch === Number(epoch) &&
        progress.step === Number(step)
      ) {
        Deno.kill(Deno.pid, "SIGKILL");
      }
    },
  });
}
