// Post-processors one after the other.

import type { Encoding } from "../encoding.ts";
import type { Json } from "../json/json_object.ts";
import type { PostProcessor } from "./post_processor.ts";

/** Applies post-processors in order. */
export class PostProcessorSequence implements PostProcessor {
  readonly #processors: readonly PostProcessor[];

  constructor(processors: readonly PostProcessor[]) {
    this.#processors = processors;
  }

  /** The sum of what they add. */
  addedTokens(isPair: boolean): number {
    return this.#processors.reduce((sum, processor) => sum + processor.addedTokens(isPair), 0);
  }

  /** Applies them in order. */
  process(encodings: Encoding[], addSpecialTokens: boolean): Encoding[] {
    for (const processor of this.#processors) {
      encodings = processor.process(encodings, addSpecialTokens);
    }
    return encodings;
  }

  /** The stage in a tokenizer.json. */
  toJSON(): Json {
    return { type: "Sequence", processors: this.#processors.map((one) => one.toJSON()) };
  }
}
