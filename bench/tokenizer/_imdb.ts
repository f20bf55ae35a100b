// Reviews from the archive that SLUICE_IMDB_ARCHIVE names.

import { loadDataset } from "@sluice/data";

/** The training reviews as they are; an error tells what is missing. */
export async function readReviews(): Promise<string[]> {
  const archive = Deno.env.get("SLUICE_IMDB_ARCHIVE");
  if (archive === undefined) {
    throw new Error("set SLUICE_IMDB_ARCHIVE to the archive of the IMDb reviews (aclImdb)");
  }
  const { train } = await loadDataset(archive);
  return train.map(({ text }) => text);
}
