import { assert, assertEquals, assertInstanceOf, assertRejects } from "@std/assert";
import { createHash } from "node:crypto";
import { downloadFile, type DownloadOptions } from "./download_file.ts";
import { DownloadError } from "./download_error.ts";
import { makeTemporaryFolder } from "../../_testing.ts";

const CONTENT = crypto.getRandomValues(new Uint8Array(60_000));
const MD5 = createHash("md5").update(CONTENT).digest("hex");

/** What a server does with its requests, one after the other; the last goes for all that follow. */
type Answer = (offset: number) => Response | Promise<Response>;

/** Sends all that is asked for. */
const send: Answer = (offset) => partial(CONTENT.subarray(offset), offset);

/** Sends the whole file whatever is asked for. */
const sendAll: Answer = () => new Response(CONTENT);

/** Breaks the connection off after so many bytes. */
const breakOff = (count: number): Answer => (offset) =>
  partial(
    new ReadableStream({
      async start(controller) {
        if (count > 0) controller.enqueue(CONTENT.slice(offset, offset + count));
        await new Promise((resolve) => setTimeout(resolve, 20));
        controller.close();
      },
    }),
    offset,
  );

/** Sends so many bytes, and then nothing more. */
const stall = (count: number): Answer => (offset) =>
  partial(
    new ReadableStream({
      start: (controller) => controller.enqueue(CONTENT.slice(offset, offset + count)),
    }),
    offset,
  );

/** Sends bytes that are not those of the file. */
const corrupt: Answer = (offset) => partial(new Uint8Array(CONTENT.length - offset), offset);

const refuse = (status: number): Answer => () => new Response(null, { status });

function partial(body: Uint8Array<ArrayBuffer> | ReadableStream, offset: number): Response {
  const headers = {
    "content-length": `${CONTENT.length - offset}`,
    "content-range": `bytes ${offset}-${CONTENT.length - 1}/${CONTENT.length}`,
  };
  if (offset >= CONTENT.length) return new Response(null, { status: 416 });
  return new Response(body, { status: offset > 0 ? 206 : 200, headers });
}

interface Scene {
  options: DownloadOptions;
  path: string;
  /** The offsets that were asked for. */
  offsets: number[];
}

/** Plays a scene with a server that gives these answers. */
async function withServer(answers: Answer[], play: (scene: Scene) => Promise<void>): Promise<void> {
  using folder = makeTemporaryFolder();
  const offsets: number[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    const offset = Number(/^bytes=(\d+)-$/.exec(request.headers.get("range") ?? "")?.[1] ?? 0);
    offsets.push(offset);
    return (answers[offsets.length - 1] ?? answers.at(-1) as Answer)(offset);
  });
  const path = `${folder.path}/cache/deep/file.bin`;
  const url = `http://127.0.0.1:${server.addr.port}/file.bin`;
  try {
    await play({ path, offsets, options: { url, path, md5: MD5, retryDelay: 1 } });
  } finally {
    await server.shutdown();
  }
}

function assertDownloaded(path: string): void {
  assertEquals(Deno.readFileSync(path), CONTENT);
  assertEquals(namesBeside(path), ["file.bin", "file.bin.lock"]);
}

function namesBeside(path: string): string[] {
  return [...Deno.readDirSync(path.replace(/\/[^/]*$/, ""))].map(({ name }) => name).sort();
}

function writePartial(path: string, bytes: Uint8Array): void {
  Deno.mkdirSync(path.replace(/\/[^/]*$/, ""), { recursive: true });
  Deno.writeFileSync(`${path}.partial`, bytes);
}

Deno.test("downloadFile() brings a file and tells how far it is", () =>
  withServer([send], async ({ options, path, offsets }) => {
    const seen: (number | undefined)[][] = [];
    await downloadFile({ ...options, onProgress: (...progress) => seen.push(progress) });
    assertDownloaded(path);
    assertEquals(seen[0], [0, CONTENT.length]);
    assertEquals(seen.at(-1), [CONTENT.length, CONTENT.length]);
    await downloadFile(options);
    assertEquals(offsets, [0], "what is there is not downloaded again");
  }));

Deno.test("downloadFile() goes on where a transfer broke off", () =>
  withServer([breakOff(20_000), breakOff(10_000), send], async ({ options, path, offsets }) => {
    await downloadFile(options);
    assertDownloaded(path);
    assertEquals(offsets, [0, 20_000, 30_000]);
  }));

Deno.test("downloadFile() goes on where an earlier try ended", () =>
  withServer([send], async ({ options, path, offsets }) => {
    writePartial(path, CONTENT.subarray(0, 1234));
    await downloadFile(options);
    assertDownloaded(path);
    assertEquals(offsets, [1234]);
  }));

Deno.test("downloadFile() takes the whole file from a server that ignores ranges", () =>
  withServer([sendAll], async ({ options, path }) => {
    writePartial(path, new Uint8Array(70_000));
    await downloadFile(options);
    assertDownloaded(path);
  }));

Deno.test("downloadFile() takes a part that nobody asked for as none", () =>
  withServer([() => partial(CONTENT.slice(500), 500), sendAll], async ({ options, path }) => {
    writePartial(path, CONTENT.subarray(0, 1000));
    await downloadFile(options);
    assertDownloaded(path);
  }));

Deno.test("downloadFile() finishes what was complete already", () =>
  withServer([send], async ({ options, path }) => {
    writePartial(path, CONTENT);
    await downloadFile(options);
    assertDownloaded(path);
  }));

Deno.test("downloadFile() starts anew where the earlier part was of another file", () =>
  withServer([send], async ({ options, path, offsets }) => {
    for (const size of [1000, CONTENT.length, CONTENT.length + 5]) {
      writePartial(path, new Uint8Array(size));
      offsets.length = 0;
      await downloadFile(options);
      assertDownloaded(path);
      assertEquals(offsets, [size, 0]);
      Deno.removeSync(path);
    }
  }));

Deno.test("downloadFile() refuses what has another checksum, and keeps nothing of it", () =>
  withServer([corrupt], async ({ options, path }) => {
    const error = await assertRejects(() => downloadFile(options), DownloadError);
    assert(error.message.includes("damaged: its MD5 checksum is"), error.message);
    assert(error.message.endsWith(`not ${MD5}`), error.message);
    assertEquals(namesBeside(path), ["file.bin.lock"]);
  }));

Deno.test("downloadFile() gives up after three tries that bring nothing, and keeps the part", () =>
  withServer([breakOff(5000), breakOff(0)], async ({ options, path, offsets }) => {
    await assertRejects(() => downloadFile(options), DownloadError, "broke off");
    assertEquals(namesBeside(path), ["file.bin.lock", "file.bin.partial"]);
    assertEquals(Deno.statSync(`${path}.partial`).size, 5000);
    assertEquals(offsets, [0, 5000, 5000, 5000]);
  }));

Deno.test("downloadFile() reports what the server answers, and leaves no trace", async () => {
  for (const status of [404, 500]) {
    await withServer([refuse(status)], async ({ options, path }) => {
      await assertRejects(() => downloadFile(options), DownloadError, `answers ${status}`);
      await assertRejects(
        () => Deno.stat(path.replace("/deep/file.bin", "")),
        Deno.errors.NotFound,
      );
    });
  }
});

Deno.test("downloadFile() does not wait for a server that does not answer", async () => {
  using listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  using folder = makeTemporaryFolder();
  const options = {
    url: `http://127.0.0.1:${listener.addr.port}/file.bin`,
    path: `${folder.path}/file.bin`,
    md5: MD5,
    connectTimeout: 100,
  };
  const error = await assertRejects(() => downloadFile(options), DownloadError);
  assertEquals(
    error.message,
    `127.0.0.1:${listener.addr.port} cannot be reached (no answer for 0.1 s)`,
  );
  listener.close();
  const refused = await assertRejects(() => downloadFile(options), DownloadError);
  assert(refused.message.includes("cannot be reached (tcp connect error"), refused.message);
});

Deno.test("downloadFile() takes up a transfer that stalls", async () => {
  await withServer([stall(7000), send], async ({ options, path, offsets }) => {
    await downloadFile({ ...options, stallTimeout: 100 });
    assertDownloaded(path);
    assertEquals(offsets, [0, 7000]);
  });
});

Deno.test("downloadFile() notices every transfer that stalls, whatever is collected meanwhile", async () => {
  // One in a few was never noticed.
  await withServer(Array.from({ length: 29 }, () => stall(2000)).concat(send), async (scene) => {
    const { options, path, offsets } = scene;
    const signal = AbortSignal.timeout(20_000);
    await downloadFile({ ...options, stallTimeout: 15, signal });
    assertDownloaded(path);
    assertEquals(offsets.length, 30);
  });
});

Deno.test("downloadFile() downloads once for several at once", () =>
  withServer([send], async ({ options, path, offsets }) => {
    await Promise.all([downloadFile(options), downloadFile(options), downloadFile(options)]);
    assertDownloaded(path);
    assertEquals(offsets.every((offset) => offset === 0), true);
  }));

Deno.test("downloadFile() waits for another process, and goes on when that one ends", () =>
  withServer([send], async ({ options, path, offsets }) => {
    writePartial(path, new Uint8Array());
    const code = `const file = await Deno.open(${JSON.stringify(`${path}.lock`)}, {
        create: true, write: true });
      await file.lock(true);
      console.log("locked");
      await new Promise(() => setTimeout(() => {}, 60_000));`;
    const other = new Deno.Command(Deno.execPath(), {
      args: ["eval", code],
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const reader = other.stdout.getReader();
    await reader.read();
    let isDone = false;
    const download = downloadFile(options).then(() => isDone = true);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assertEquals(isDone, false);
    other.kill("SIGKILL");
    await other.status;
    await reader.cancel();
    await download;
    assertDownloaded(path);
    assertEquals(offsets, [0, 0]);
  }));

Deno.test("downloadFile() stops when it is told to, and keeps the part", () =>
  withServer([breakOff(5000), breakOff(0)], async ({ options, path }) => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const onProgress = (done: number) => {
      if (done >= 5000) controller.abort(reason);
    };
    const { signal } = controller;
    const error = await assertRejects(() => downloadFile({ ...options, signal, onProgress }));
    assertEquals(error, reason);
    assertEquals(Deno.statSync(`${path}.partial`).size, 5000);
  }));

Deno.test("downloadFile() says what is wrong with the disk", () =>
  withServer([send], async ({ options, path }) => {
    const folder = path.replace("/cache/deep/file.bin", "");
    Deno.writeTextFileSync(`${folder}/cache`, "a file where a folder should be");
    const error = await assertRejects(() => downloadFile(options));
    assertInstanceOf(error, Error);
    assertEquals(error instanceof DownloadError, false);
    assert(error.message.startsWith(`cannot write ${path}: `), error.message);
    assertEquals(error.message.includes("\n"), false);
  }));
