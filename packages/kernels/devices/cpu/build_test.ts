import { assert, assertEquals } from "@std/assert";
import { BUILDS, compileKernels, moduleSource } from "./build.ts";
import { ADAM_PARAMETER, ADAM_TASK } from "./kernels/adam.ts";
import { BINARY_TASK } from "./kernels/binary.ts";
import { CLIPPED_TENSOR, CLIPPING_TASK } from "./kernels/clipping.ts";
import { PATCHES_TASK } from "./kernels/conv2d.ts";
import { CONVOLUTION_LAYER, CONVOLUTION_TASK } from "./kernels/convolution.ts";
import { DROPOUT_TASK } from "./kernels/dropout.ts";
import { EMBEDDING_TASK } from "./kernels/embedding.ts";
import { EMBEDDING_MEAN_TASK } from "./kernels/embedding_mean.ts";
import { MATMUL_TASK } from "./kernels/matmul.ts";
import { POOLING_TASK } from "./kernels/pooling.ts";
import { REDUCTION_TASK, SOFTMAX_TASK } from "./kernels/reductions.ts";
import { TRANSPOSE_TASK } from "./kernels/transpose.ts";
import { UNARY_TASK } from "./kernels/unary.ts";
import { RECURRENT_TASK } from "./kernels/recurrent.ts";
import { SEQUENCES } from "./kernels/sequences.ts";

for (const [name, relaxed] of Object.entries(BUILDS)) {
  Deno.test(`wasm/${name}.ts is what the sources in assembly/ compile to`, async () => {
    const committed = await Deno.readTextFile(new URL(`./wasm/${name}.ts`, import.meta.url));
    const compiled = moduleSource(name, relaxed, await compileKernels(relaxed));
    assert(compiled === committed, "run: deno task build:kernels");
  });
}

const LAYOUTS: [file: string, className: string, layout: Record<string, string>][] = [
  ["adam", "AdamTask", ADAM_TASK],
  ["adam", "AdamParameter", ADAM_PARAMETER],
  ["clipping", "ClippingTask", CLIPPING_TASK],
  ["clipping", "ClippedTensor", CLIPPED_TENSOR],
  ["convolution", "ConvolutionLayer", CONVOLUTION_LAYER],
  ["convolution", "ConvolutionTask", CONVOLUTION_TASK],
  ["dropout", "DropoutTask", DROPOUT_TASK],
  ["embedding", "EmbeddingTask", EMBEDDING_TASK],
  ["embedding_mean", "EmbeddingMeanTask", EMBEDDING_MEAN_TASK],
  ["matmul", "MatMulTask", MATMUL_TASK],
  ["patches", "PatchesTask", PATCHES_TASK],
  ["pooling", "PoolingTask", POOLING_TASK],
  ["elementwise", "BinaryTask", BINARY_TASK],
  ["elementwise", "UnaryTask", UNARY_TASK],
  ["reductions", "ReductionTask", REDUCTION_TASK],
  ["reductions", "SoftmaxTask", SOFTMAX_TASK],
  ["transpose", "TransposeTask", TRANSPOSE_TASK],
  ["sequences", "Sequences", SEQUENCES],
  ["recurrent_task", "RecurrentTask", RECURRENT_TASK],
];

for (const [file, className, layout] of LAYOUTS) {
  Deno.test(`the task ${className} is laid out as the assembly declares it`, () => {
    const declared = {
      ...className === "RecurrentTask" ? SEQUENCES : {},
      ...fieldsOf(file, className),
    };
    assertEquals(Object.entries(layout), Object.entries(declared));
  });
}

/** The fields of a class in assembly/, in order: name -> u32 or f32. */
function fieldsOf(file: string, className: string): Record<string, string> {
  const source = Deno.readTextFileSync(new URL(`./assembly/${file}.ts`, import.meta.url));
  const body = source.split(new RegExp(`class ${className}\\b[^{]*\\{`))[1]!.split("\n}")[0]!;
  const fields = [...body.matchAll(/^ {2}(\w+): (\w+);$/gm)];
  return Object.fromEntries(
    fields.map(([, name, type]) => [name, type === "usize" ? "u32" : type!]),
  );
}
