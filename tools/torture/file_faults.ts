// Makes the Nth file operation of this process fail, or kills the process right before it.

/** What happens at the Nth operation. */
export interface Fault {
  /** The number of the operation, from 1. */
  at: number;
  /** `kill` is SIGKILL; the others are what the system says. */
  kind: "kill" | "ENOSPC" | "EIO";
  /** Whether all later operations fail, too: a full disk stays full. */
  stays?: boolean;
}

/** Operations of `Deno` and of its files that touch the disk. */
const FUNCTIONS = [
  ...["open", "lstat", "stat", "mkdir", "rename", "remove", "readDir", "readFile"],
  ...["readTextFile", "writeFile", "writeTextFile", "truncate"],
] as const;
const METHODS = ["read", "write", "sync", "truncate", "stat", "tryLock"] as const;

/** What counts the operations, and undoes itself. */
export interface Counter extends Disposable {
  /** How many there were. */
  readonly operations: number;
  /** Whether the fault has happened. */
  readonly hit: boolean;
}

/** Counts the file operations of this process, and lets one fail. */
export function countFileOperations(fault?: Fault): Counter {
  const undo: (() => void)[] = [];
  let operations = 0;
  let hit = false;
  const check = (beforeFailing?: () => void) => {
    operations++;
    if (fault === undefined || operations < fault.at) return;
    if (operations > fault.at && fault.stays !== true) return;
    hit = true;
    if (fault.kind === "kill") {
      Deno.kill(Deno.pid, "SIGKILL");
      // The signal may take a moment; nothing else may happen in it.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10_000);
    }
    beforeFailing?.();
    const full = fault.kind === "ENOSPC";
    throw Object.assign(
      new Error(full ? "No space left on device (os error 28)" : "Input/output error (os error 5)"),
      { code: fault.kind },
    );
  };
  // deno-lint-ignore no-explicit-any -- any of Deno's functions
  const wrap = (holder: any, name: string) => {
    const original = holder[name];
    // deno-lint-ignore no-explicit-any -- its arguments
    holder[name] = function (this: any, ...given: any[]) {
      const fail = () =>
        // A disk that fills up takes a part of what is written.
        check(() => {
          if (name === "write") original.call(this, given[0].subarray(0, given[0].length >> 1));
        });
      if (name === "readDir") {
        fail();
        return original.apply(this, given);
      }
      return (async () => {
        fail();
        return await original.apply(this, given);
      })();
    };
    undo.push(() => holder[name] = original);
  };
  for (const name of FUNCTIONS) wrap(Deno, name);
  for (const name of METHODS) wrap(Deno.FsFile.prototype, name);
  return {
    get operations() {
      return operations;
    },
    get hit() {
      return hit;
    },
    [Symbol.dispose]() {
      for (const each of undo.reverse()) each();
    },
  };
}
