// The code that runs in a worker: encodes texts, or counts pieces for the trainer.

import { BpeTokenizer } from "../bpe_tokenizer.ts";
import { JsonObject } from "../json/json_object.ts";
import { readNormalizer } from "../normalizers/read_normalizer.ts";
import { readPreTokenizer } from "../pre_tokenizers/read_pre_tokenizer.ts";
import { ByteLevelCounter } from "../training/byte_level_counter.ts";
import type { WorkerTask } from "./worker_protocol.ts";

let tokenizer: BpeTokenizer | undefined;
let counter: ByteLevelCounter | undefined;

function perform(task: WorkerTask): { result: unknown; transfer: ArrayBufferLike[] } {
  switch (task.kind) {
    case "load":
      tokenizer = BpeTokenizer.fromJSON(task.tokenizer);
      return { result: undefined, transfer: [] };
    case "encode": {
      const { texts, encodeSpecialTokens } = task;
      const batch = tokenizer!.encodeBatch(texts, { encodeSpecialTokens });
      return { result: batch, transfer: [batch.inputIds.buffer, batch.offsets.buffer] };
    }
    case "prepareCount":
      counter = ByteLevelCounter.create(
        task.normalizer === null ? undefined : readNormalizer(new JsonObject(task.normalizer, "")),
        readPreTokenizer(new JsonObject(task.preTokenizer, "")),
      );
      return { result: undefined, transfer: [] };
    case "count":
      for (const text of task.texts) counter!.add(text);
      return { result: undefined, transfer: [] };
    case "finishCount": {
      const pieces = counter!.pieces.export();
      const { bytes, lengths, counts } = pieces;
      return { result: pieces, transfer: [bytes.buffer, lengths.buffer, counts.buffer] };
    }
  }
}

// Typed here, since the libraries of pages and of workers exclude each other.
const scope = globalThis as unknown as {
  postMessage(message: unknown, transfer: unknown[]): void;
  addEventListener(type: "message", listener: (event: MessageEvent<WorkerTask>) => void): void;
};

scope.addEventListener("message", ({ data }) => {
  try {
    const { result, transfer } = perform(data);
    scope.postMessage({ result }, transfer);
  } catch (error) {
    scope.postMessage({ error: error instanceof Error ? error.message : String(error) }, []);
  }
});
