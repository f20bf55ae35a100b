/**
 * One request for the rest of a file.
 * @module
 */
import { describeNetworkError, DownloadError } from "./download_error.ts";

/** What a server sends: the bytes from an offset to the end of a file. */
export interface FilePart {
  /** Where the bytes belong; 0 where the server sends the whole file whatever was asked for. */
  offset: number;
  /** The size of the whole file, where the server tells it. */
  total?: number;
  /** The bytes. Iterating throws a {@linkcode DownloadError} where they break off or stop coming. */
  chunks: AsyncIterable<Uint8Array>;
  /** Ends the transfer early. */
  cancel(): void;
}

/** Options of {@linkcode requestPart}. */
export interface RequestOptions {
  /** The milliseconds in which a server must begin to answer. */
  connectTimeout: number;
  /** The milliseconds in which the next bytes must come. */
  stallTimeout: number;
  signal?: AbortSignal;
}

/**
 * Asks for a file from an offset on.
 *
 * @returns The part, or `"beyond"` where the file has no bytes from that offset on.
 * @throws {DownloadError} Where the server cannot be reached or answers with an error.
 */
export async function requestPart(
  url: string,
  offset: number,
  options: RequestOptions,
): Promise<FilePart | "beyond"> {
  const watch = new Watch(options.signal);
  const headers = new Headers({
    // Else a server may pack what is packed already, and offsets would count other bytes.
    "accept-encoding": "identity",
    ...(offset > 0 && { range: `bytes=${offset}-` }),
  });
  let response: Response;
  try {
    watch.expect(options.connectTimeout, "no answer");
    response = await fetch(url, { headers, signal: watch.signal });
  } catch (error) {
    throw watch.explain(error, (reason) => `${new URL(url).host} cannot be reached (${reason})`);
  } finally {
    watch.rest();
  }
  if (response.status === 200 && response.body !== null) {
    return makePart(url, response, response.body, 0, watch, options);
  }
  if (response.status === 206 && response.body !== null) {
    const start = /^bytes (\d+)-/.exec(response.headers.get("content-range") ?? "")?.[1];
    if (start === `${offset}`) {
      return makePart(url, response, response.body, offset, watch, options);
    }
  }
  await response.body?.cancel();
  if (response.status === 416 && offset > 0) return "beyond";
  // A part that nobody asked for: take the whole file instead.
  if (response.status === 206 && offset > 0) return await requestPart(url, 0, options);
  throw new DownloadError(`${url} answers ${response.status} ${response.statusText}`.trim());
}

function makePart(
  url: string,
  response: Response,
  body: ReadableStream<Uint8Array>,
  offset: number,
  watch: Watch,
  { stallTimeout }: RequestOptions,
): FilePart {
  const length = Number(response.headers.get("content-length") ?? NaN);
  const reader = body.getReader();
  // The signal that fetch was given does not always reach the body: Deno may have let go of it by then.
  watch.onAbort(() => reader.cancel().catch(() => {}));
  async function* readChunks(): AsyncGenerator<Uint8Array> {
    let received = 0;
    try {
      for (;;) {
        watch.expect(stallTimeout, "no bytes came");
        const { value, done } = await reader.read();
        watch.rest();
        // What is cancelled ends as if that were all.
        watch.throwIfAborted();
        if (done) break;
        received += value.length;
        yield value;
      }
    } catch (error) {
      throw watch.explain(
        error,
        (reason) => `the download from ${new URL(url).host} broke off (${reason})`,
      );
    } finally {
      watch.rest();
    }
    if (received < length) {
      throw new DownloadError(`the download from ${new URL(url).host} broke off`);
    }
  }
  return {
    offset,
    ...(Number.isFinite(length) && { total: offset + length }),
    chunks: readChunks(),
    cancel: () => watch.abort(),
  };
}

/** Aborts a request when the caller says so, or when what is expected does not come in time. */
class Watch {
  readonly #controller = new AbortController();
  readonly #caller: AbortSignal | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #expired: string | undefined;

  constructor(caller: AbortSignal | undefined) {
    this.#caller = caller;
  }

  get signal(): AbortSignal {
    const own = this.#controller.signal;
    return this.#caller === undefined ? own : AbortSignal.any([own, this.#caller]);
  }

  /** Starts to wait for something; `complaint` is what to say where it does not come. */
  expect(milliseconds: number, complaint: string): void {
    this.rest();
    this.#timer = setTimeout(() => {
      this.#expired = `${complaint} for ${Math.round(milliseconds / 100) / 10} s`;
      this.#controller.abort();
    }, milliseconds);
  }

  /** What was expected came. */
  rest(): void {
    clearTimeout(this.#timer);
  }

  abort(): void {
    this.#controller.abort();
  }

  /** Does something where the request is aborted, by whomever. */
  onAbort(action: () => void): void {
    for (const signal of [this.#controller.signal, this.#caller]) {
      signal?.addEventListener("abort", action, { once: true });
    }
  }

  throwIfAborted(): void {
    this.#controller.signal.throwIfAborted();
    this.#caller?.throwIfAborted();
  }

  /** The error to throw for one that the request threw. */
  explain(error: unknown, describe: (reason: string) => string): unknown {
    if (this.#caller?.aborted) return this.#caller.reason;
    const reason = this.#expired ?? describeNetworkError(error);
    return new DownloadError(describe(reason), { cause: error });
  }
}
