import { assertEquals } from "@std/assert";
import { makeTrainRequest, type TrainFlags } from "./_train_request.ts";

function request(flags: TrainFlags, yaml?: string) {
  return makeTrainRequest(
    flags,
    undefined,
    yaml === undefined ? undefined : { text: yaml, path: "recipe.yaml" },
  );
}

Deno.test("flags beat the file", () => {
  const yaml = "training: { epochs: 3, batchSize: 8 }\nmodel: { architecture: lstm }\nthreads: 2\n";
  const { input, launch } = request({ epochs: 5, hidden: 16, runs: "r" }, yaml);
  assertEquals(input, {
    training: { epochs: 5, batchSize: 8 },
    model: { architecture: "lstm", hiddenSize: 16 },
  });
  assertEquals(launch, { device: "cpu", threads: 2, runs: "r" });
  assertEquals(request({}), { input: {}, launch: { device: "cpu", runs: "runs" } });
  assertEquals(request({}, "# nothing\n").input, {});
});

Deno.test("the files in configs/ that are no recipes are configurations of train", async () => {
  const path = new URL("../../configs/fast.yaml", import.meta.url);
  const { input } = request({ "train-size": 9788 }, await Deno.readTextFile(path));
  assertEquals(input.model?.architecture, "bow");
  assertEquals(input.data?.trainSize, 9788);
});
