/**
 * Prints the device and what each of the operations computes, as digests. Run by vector_width_test.ts.
 *
 * @module
 */
import { OPERATIONS } from "./_operations.ts";
import { useDevice } from "../../mod.ts";

const { vectorBits } = await useDevice("cpu", { threads: 2 });
const digests: Record<string, string> = {};
for (const [name, run] of Object.entries(OPERATIONS)) {
  const values = run();
  const digest = await crypto.subtle.digest("SHA-256", values.slice().buffer);
  digests[name] = new Uint8Array(digest).toHex();
}
console.log(JSON.stringify({ vectorBits, digests }));
