import { assertEquals, assertStringIncludes } from "@std/assert";
import { listOptions } from "@sluice/runs/options";
import { describeFlags } from "../command_line/describe_flags.ts";
import { parseFlags } from "../command_line/parse_flags.ts";
import { configFlags, configOptions } from "./_config_flags.ts";

Deno.test("every option of the table has a flag, but for the model and the optimizer", () => {
  const keys = listOptions().map(({ key }) => key);
  const withFlag = new Set([...configOptions.values()].map(({ key }) => key));
  assertEquals(keys.filter((key) => !withFlag.has(key)), ["model.architecture", "optimizer.name"]);
});

Deno.test("the help tells defaults, those of the sample, and the models that an option goes with", () => {
  const help = describeFlags(configFlags);
  for (
    const line of [
      /--epochs N +times through the training examples \(8; sample: 12\)\n/,
      /--learning-rate X +Adam's learning rate \(0\.0003; sample: 0\.003\)\n/,
      /--filters N,N +cnn: filters of each convolution \(64,64\)\n/,
      /--recurrent-dropout X +rnn, gru, lstm: .* \(0\)\n/,
      /--\[no-\]bidirectional +read in both directions \(off\)\n/,
      /--hold-gate GATE +lstm: .* \(none\)\n/,
      /--train-size N +training examples, drawn by seed \(all\)\n/,
    ]
  ) assertEquals(line.test(help), true, `${line}\n${help}`);
  assertStringIncludes(help, "--labels WHICH");
  assertStringIncludes(help, "--sampling HOW");
});

Deno.test("no default is filled in, since a file may say something else", () => {
  assertEquals(parseFlags(["--no-bidirectional"], configFlags).flags, { bidirectional: false });
});
