import { assertEquals } from "@std/assert";
import { architectures } from "@sluice/models";
import { completeTrainConfig, trainConfigSchema } from "@sluice/train/train_config";
import { MODELS } from "./_models.ts";
import { CONFIG_FLAGS } from "./_train_options.ts";

Deno.test("the command line knows the models of the zoo", () => {
  assertEquals(MODELS, [...architectures]);
});

Deno.test("every flag of the configuration has a place in its schema", () => {
  for (const [flag, { key }] of Object.entries(CONFIG_FLAGS)) {
    const [section = "", name = ""] = key.split(".");
    const result = trainConfigSchema.safeParse({ [section]: { [name]: null } });
    assertEquals(result.success, false, flag);
    if (!result.success) assertEquals(result.error.issues[0]?.path, [section, name], flag);
  }
});

Deno.test("every option with a default has a flag", () => {
  const { name: _name, ...sections } = completeTrainConfig({}, "imdb");
  const keys = new Set(Object.values(CONFIG_FLAGS).map((flag) => flag.key));
  for (const [section, options] of Object.entries(sections)) {
    for (const option of Object.keys(options)) {
      const key = `${section}.${option}`;
      if (key === "model.architecture" || key === "optimizer.name") continue;
      assertEquals(keys.has(key), true, key);
    }
  }
});

Deno.test("a complete configuration passes its own schema", () => {
  for (const data of ["imdb", "sample"]) {
    const config = completeTrainConfig({}, data);
    assertEquals(trainConfigSchema.parse(config), config);
  }
});
