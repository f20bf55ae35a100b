import { assert, assertEquals } from "@std/assert";
import { readExampleRuns } from "./_example_runs.ts";
import { reportCsv } from "./csv.ts";
import { makeReport } from "./report.ts";

Deno.test("reportCsv() writes a line a configuration, quoted where it must be", async () => {
  const completed = await readExampleRuns([{ name: 'the "first", with\nall' }, {
    name: "second",
    model: { architecture: "cnn" },
    accuracy: 0.1,
  }]);
  const csv = reportCsv(makeReport({ completed, setAside: [] }));
  assert(
    csv.startsWith(
      "data_set,labels,train_examples,validation_examples,test_examples,configuration,architecture,",
    ),
  );
  assertEquals(csv.split("\r\n").length, 4);
  assert(
    csv.includes('imdb,negative; positive,600,0,200,"the ""first"", with\nall",lstm,984897,4,1,'),
  );
  const second = csv.split("\r\n")[2]!.split(",");
  const heads = csv.split("\r\n")[0]!.split(",");
  const cell = (head: string) => second[heads.indexOf(head)];
  assertEquals(second.length, heads.length);
  assertEquals(Number(cell("final_accuracy")), completed[1]!.record.epochs[3]!.test.accuracy);
  assertEquals(cell("final_accuracy_deviation"), "");
  assertEquals(cell("chosen_accuracy"), "");
});
