// The recurrent mask, as panels read it: see recurrent_task.ts.

import { RecurrentTask } from "./recurrent_task";
import { gatherRows } from "./sequences";

@inline
function maskOf(task: RecurrentTask, panel: usize): usize {
  return task.panelMasks + panel * (<usize>task.stateSize << 5);
}

/** Reads the mask of a panel's rows; lanes left over get zeros, as what they hold must stay finite. */
export function gatherMask(task: RecurrentTask, panel: usize): void {
  const mask = maskOf(task, panel);
  memory.fill(mask, 0, <usize>task.stateSize << 5);
  gatherRows(task, task.recurrentMask, panel, mask);
}

/** `to = from * mask`, both [stateSize][8]. */
export function multiplyByMask(task: RecurrentTask, panel: usize, from: usize, to: usize): void {
  const mask = maskOf(task, panel), size = <usize>task.stateSize << 5;
  for (let at: usize = 0; at < size; at += 16) {
    v128.store(to + at, f32x4.mul(v128.load(from + at), v128.load(mask + at)));
  }
}
