import { assert, assertEquals, assertRejects } from "@std/assert";
import { createHash } from "node:crypto";
import { loadDataset, type LoadDatasetOptions, type LoadProgress } from "../load_dataset.ts";
import { makeArchive, makeTemporaryFolder, REVIEWS, under, writeFile } from "../_testing.ts";

const ARCHIVE = await makeArchive(under("aclImdb", REVIEWS));
const MD5 = createHash("md5").update(ARCHIVE).digest("hex");

interface Scene {
  options: LoadDatasetOptions;
  cacheDirectory: string;
  requests: number;
}

/** Plays a scene with an empty cache and a server that gives this answer. */
async function withServer(
  answer: () => Response,
  play: (scene: Scene) => Promise<void>,
): Promise<void> {
  using folder = makeTemporaryFolder();
  const cacheDirectory = `${folder.path}/cache`;
  const scene: Scene = { options: {}, cacheDirectory, requests: 0 };
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, () => {
    scene.requests += 1;
    return answer();
  });
  const downloadUrl = `http://127.0.0.1:${server.addr.port}/aclImdb_v1.tar.gz`;
  scene.options = { cacheDirectory, downloadUrl, downloadMd5: MD5 };
  try {
    await play(scene);
  } finally {
    await server.shutdown();
  }
}

const sendArchive = () => new Response(ARCHIVE as Uint8Array<ArrayBuffer>);

Deno.test("loadDataset() downloads IMDb once, for both of its names", () =>
  withServer(sendArchive, async (scene) => {
    const progress: LoadProgress[] = [];
    const onProgress = (step: LoadProgress) => progress.push(step);
    const first = await loadDataset("auto", { ...scene.options, onProgress });
    assertEquals(first.location, "imdb");
    assertEquals(first.labels, ["negative", "positive"]);
    assertEquals(first.name, "imdb");
    assertEquals(first.train.length, 4);
    assertEquals(first.notice, undefined);
    assertEquals(new Set(progress.map(({ phase }) => phase)), new Set(["download", "read"]));
    assertEquals(progress.findLast(({ phase }) => phase === "download"), {
      phase: "download",
      done: ARCHIVE.length,
      total: ARCHIVE.length,
    });
    for (const spec of ["imdb", "auto", `${scene.cacheDirectory}/aclImdb_v1.tar.gz`]) {
      const again = await loadDataset(spec, scene.options);
      assertEquals(again.fingerprint, first.fingerprint);
    }
    assertEquals(scene.requests, 1);
  }));

Deno.test("loadDataset() falls back on the sample for auto alone, and says so", async () => {
  const damaged = new Uint8Array(1000);
  for (
    const [answer, reason] of [
      [() => new Response(null, { status: 404 }), "answers 404 Not Found"],
      [() => new Response(damaged), "damaged: its MD5 checksum is"],
    ] as const
  ) {
    await withServer(answer, async ({ options, cacheDirectory }) => {
      const { name, location, train, test, notice = "" } = await loadDataset("auto", options);
      assertEquals([name, location], ["sample", "sample"]);
      assertEquals([train.length, test.length], [3000, 1000]);
      const { message } = await assertRejects(() => loadDataset("imdb", options), Error);
      assert(message.startsWith("IMDb cannot be had: "), message);
      assert(notice.startsWith("IMDb cannot be reached: training on the embedded sample"), notice);
      for (const text of [message, notice]) {
        assertEquals(text.includes("\n"), false);
        assert(text.includes(reason), text);
        assert(text.includes(`--data PATH), or put it at ${cacheDirectory}/aclImdb_v1.tar.gz`));
      }
    });
  }
});

Deno.test("loadDataset() does not fall back on the sample for ratings, which it has not", () =>
  withServer(() => new Response(null, { status: 404 }), async ({ options }) => {
    const error = await assertRejects(
      () => loadDataset("auto", { ...options, labels: "rating" }),
      Error,
    );
    assert(error.message.startsWith("IMDb cannot be had: "), error.message);
  }));

Deno.test("loadDataset() falls back soon where packets vanish", async () => {
  using listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  using folder = makeTemporaryFolder();
  const { name, notice } = await loadDataset("auto", {
    cacheDirectory: `${folder.path}/cache`,
    downloadUrl: `http://127.0.0.1:${listener.addr.port}/aclImdb_v1.tar.gz`,
    connectTimeout: 100,
  });
  assertEquals(name, "sample");
  assert(notice?.includes("no answer for 0.1 s"), notice);
  assertEquals([...Deno.readDirSync(folder.path)], []);
});

Deno.test("loadDataset() does not hide a full or forbidden disk behind the sample", () =>
  withServer(sendArchive, async ({ options, cacheDirectory }) => {
    writeFile(cacheDirectory, "a file where a folder should be");
    const error = await assertRejects(() => loadDataset("auto", options), Error);
    assert(error.message.startsWith(`cannot write ${cacheDirectory}/`), error.message);
    assert(error.message.endsWith("to keep downloads elsewhere, set SLUICE_CACHE_DIR"));
  }));

Deno.test("loadDataset() tells how to get rid of a damaged copy", () =>
  withServer(sendArchive, async ({ options, cacheDirectory }) => {
    const path = `${cacheDirectory}/aclImdb_v1.tar.gz`;
    writeFile(path, ARCHIVE.subarray(0, 300));
    const error = await assertRejects(() => loadDataset("auto", options), Error);
    assert(error.message.startsWith(`${path} is truncated`), error.message);
    assert(error.message.includes("delete it to get it anew"), error.message);
  }));
