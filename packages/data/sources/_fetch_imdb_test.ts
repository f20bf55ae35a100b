import { assertEquals, assertRejects } from "@std/assert";
import { makeTemporaryFolder, writeFile } from "../_testing.ts";
import { fetchImdb, imdbPath } from "./_fetch_imdb.ts";
import { DownloadError } from "./_download/download_error.ts";

const NOWHERE = "http://127.0.0.1:1/aclImdb_v1.tar.gz";

Deno.test("fetchImdb() asks nobody for what is in the cache", async () => {
  using folder = makeTemporaryFolder();
  const options = { cacheDirectory: folder.path, downloadUrl: NOWHERE };
  await assertRejects(() => fetchImdb(options), DownloadError, "127.0.0.1:1 cannot be reached");
  assertEquals([...Deno.readDirSync(folder.path)], []);
  writeFile(imdbPath(options), "whatever it is");
  assertEquals(await fetchImdb(options), `${folder.path}/aclImdb_v1.tar.gz`);
});
