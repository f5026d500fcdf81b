// One thread's part of a count: built once for a number, given ranges of keys, let go at the end.
import type { OnProgress, PartDone, PartTask } from "./contract.ts";
import type { Glue } from "./load.ts";

/** The most keys of one call: a call that lasts long stays in the compiler's first tier. */
const CALL_KEYS = 4_000_000;
/** A sign of life is given at most this often. */
const SIGN_EVERY_MS = 100;

interface Held {
  readonly number: number;
  readonly scale: InstanceType<Glue["Scale"]>;
}

/** What this thread has built. */
let held: Held | undefined;

/** Builds what the number asks for, if this thread has not, and counts a range. */
export async function countPart(core: Glue, task: PartTask, onProgress: OnProgress, breathe?: () => Promise<void>, signal?: AbortSignal): Promise<PartDone> {
  try {
    return await count(core, task, onProgress, breathe, signal);
  } catch (error) {
    // What a trap leaves behind cannot be freed.
    if (error instanceof WebAssembly.RuntimeError) held = undefined;
    throw error;
  }
}

async function count(core: Glue, task: PartTask, onProgress: OnProgress, breathe?: () => Promise<void>, signal?: AbortSignal): Promise<PartDone> {
  const began = performance.now();
  let signed = began;
  const sign = (done: number): void => {
    const now = performance.now();
    if (now - signed < SIGN_EVERY_MS) return;
    signed = now;
    onProgress(done, task.keys);
  };
  if (held?.number !== task.number) {
    dropPart();
    held = { number: task.number, scale: new core.Scale(task.text) };
    while (!held.scale.build_one()) {
      sign(0);
      await breathe?.();
      signal?.throwIfAborted();
    }
  }
  const { scale } = held;
  const built = performance.now();
  for (let done = 0; done < task.keys; done += CALL_KEYS) {
    scale.count(task.begin + done, Math.min(CALL_KEYS, task.keys - done));
    sign(done);
  }
  const countMs = performance.now() - built;
  const counts = task.then === "go-on" ? undefined : new Uint8Array(scale.counts());
  if (task.then === "end") dropPart();
  await breathe?.();
  return { buildMs: built - began, countMs, counts };
}

/** Lets go of what this thread has built. */
export function dropPart(): void {
  const old = held;
  held = undefined;
  old?.scale.free();
}
