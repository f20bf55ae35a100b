import { assert, assertEquals, assertRejects } from "@std/assert";
import { DownloadError } from "./download_error.ts";
import { type FilePart, requestPart } from "./request_part.ts";

const OPTIONS = { connectTimeout: 5000, stallTimeout: 5000 };

async function withServer(
  answer: (request: Request) => Response | Promise<Response>,
  play: (url: string) => Promise<void>,
): Promise<void> {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, answer);
  try {
    await play(`http://127.0.0.1:${server.addr.port}/file`);
  } finally {
    await server.shutdown();
  }
}

async function readAll(part: FilePart | "beyond"): Promise<string> {
  assert(part !== "beyond");
  let text = "";
  for await (const chunk of part.chunks) text += new TextDecoder().decode(chunk);
  return text;
}

Deno.test("requestPart() asks for the bytes from an offset, unpacked", () =>
  withServer((request) => {
    const { headers } = request;
    assertEquals(headers.get("accept-encoding"), "identity");
    return headers.get("range") === "bytes=2-"
      ? new Response("cdef", { status: 206, headers: { "content-range": "bytes 2-5/6" } })
      : new Response("abcdef");
  }, async (url) => {
    const rest = await requestPart(url, 2, OPTIONS);
    assert(rest !== "beyond");
    assertEquals([rest.offset, rest.total, await readAll(rest)], [2, 6, "cdef"]);
    assertEquals(await readAll(await requestPart(url, 0, OPTIONS)), "abcdef");
  }));

Deno.test("requestPart() tells that a file has no more bytes", () =>
  withServer(() => new Response(null, { status: 416 }), async (url) => {
    assertEquals(await requestPart(url, 6, OPTIONS), "beyond");
    await assertRejects(
      () => requestPart(url, 0, OPTIONS),
      DownloadError,
      `${url} answers 416 Range Not Satisfiable`,
    );
  }));

Deno.test("requestPart() complains of a server that sends nothing for long", () =>
  withServer(
    () =>
      new Response(
        new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(3)) }),
      ),
    async (url) => {
      const part = await requestPart(url, 0, { ...OPTIONS, stallTimeout: 50 });
      await assertRejects(() => readAll(part), DownloadError, "broke off (no bytes came for");
    },
  ));

Deno.test("requestPart() rejects with the reason of the caller's signal", () =>
  withServer(() => new Response("abc"), async (url) => {
    const signal = AbortSignal.abort(new Error("enough"));
    await assertRejects(() => requestPart(url, 0, { ...OPTIONS, signal }), Error, "enough");
  }));
