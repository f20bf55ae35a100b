// Sizes as people read them.

/** Bytes as `412 MiB` or `1.6 GiB`. */
export function formatBytes(value: number): string {
  const mebibytes = value / 2 ** 20;
  return mebibytes < 1000 ? `${mebibytes.toFixed(0)} MiB` : `${(mebibytes / 1024).toFixed(1)} GiB`;
}
