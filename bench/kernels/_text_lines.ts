/**
 * Lines of a byte stream.
 *
 * @module
 */

/** Bytes of UTF-8 in, lines out. */
export class TextLineStream {
  readonly writable: WritableStream<Uint8Array>;
  readonly readable: ReadableStream<string>;

  constructor() {
    const decoder = new TextDecoderStream();
    let rest = "";
    this.writable = decoder.writable as WritableStream<Uint8Array>;
    this.readable = decoder.readable.pipeThrough(
      new TransformStream<string, string>({
        transform(chunk, controller) {
          const lines = (rest + chunk).split("\n");
          rest = lines.pop()!;
          lines.forEach((line) => controller.enqueue(line));
        },
      }),
    );
  }
}
