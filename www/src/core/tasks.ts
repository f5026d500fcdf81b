// The tasks of the contract, carried out with the core of whichever thread this runs on.
import type { Earlier, OnProgress, Result, Task } from "./contract.ts";
import { readKeys } from "./keys.ts";
import type { Glue } from "./load.ts";
import { measure } from "./measure.ts";
import { countPart } from "./part.ts";

/** Progress is told at most this often: ten times a second. */
const TELL_EVERY_MS = 100;
/** The first slice; later ones follow the time that this one took. */
const KEYS_FIRST = 256;
const KEYS_MAX = 4_000_000;

/** Gives the thread to others for a moment; absent where nobody else waits for it. */
export type Breathe = () => Promise<void>;

/** Does a task; a run or a sweep is cut into slices of about `slice_ms`. */
export async function carryOut(core: Glue, task: Task, sliceMs: number, onProgress: OnProgress, breathe?: Breathe, signal?: AbortSignal): Promise<Result> {
  switch (task.kind) {
    case "run":
      return run(runner(core, task.text, task.earlier), sliceMs, onProgress, breathe, signal);
    case "sweep":
      return run(new core.Sweeper(task.text), sliceMs, onProgress, breathe, signal);
    case "migration":
      return run(new core.Migrator(task.text, task.strategy, task.phase, task.watched), sliceMs, onProgress, breathe, signal);
    case "story":
      return core.migration_story(task.text, task.strategy, task.phase, task.watched, task.key);
    case "incident":
      return run(new core.IncidentRunner(task.text, task.strategy, task.phase), sliceMs, onProgress, breathe, signal);
    case "tipping":
      return run(new core.TippingRunner(task.text, task.strategy, task.phase, task.part, task.parts), sliceMs, onProgress, breathe, signal);
    case "route":
      return task.phases.map((phase) => core.route(task.text, task.key, phase));
    case "csv":
      return core.moved_csv(task.text, task.strategy, task.phase);
    case "json":
      return core.report_json(task.text, false);
    case "measure":
      return measure(core, task.text, task.phase, task.strategies, onProgress, breathe, signal);
    case "keys":
      return readKeys(core, task, onProgress, breathe, signal);
    case "part":
      return countPart(core, task, onProgress, breathe, signal);
  }
}

/** A run that takes over what an earlier one found, where there is one. */
function runner(core: Glue, text: string, earlier: Earlier | undefined): Sliced {
  return earlier === undefined ? new core.Runner(text) : core.Runner.after(text, earlier.text, earlier.report);
}

/** Work that the core does bit by bit, and its report. */
type Sliced = Pick<InstanceType<Glue["Runner"]>, "advance" | "report" | "free">;

async function run(runner: Sliced, sliceMs: number, onProgress: OnProgress, breathe?: Breathe, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  let keys = KEYS_FIRST;
  let told = performance.now();
  for (;;) {
    const began = performance.now();
    const { done, total, finished } = runner.advance(keys);
    if (finished) break;
    const now = performance.now();
    keys = nextSlice(keys, now - began, sliceMs);
    if (now - told >= TELL_EVERY_MS) {
      told = now;
      onProgress(done, total);
    }
    if (breathe !== undefined) await breathe();
    if (signal?.aborted === true) {
      runner.free();
      signal.throwIfAborted();
    }
  }
  const report = new Uint8Array(runner.report());
  runner.free();
  return report;
}

/** So many keys that the next slice takes about `wanted` milliseconds; at most four times as many as now. */
function nextSlice(keys: number, tookMs: number, wantedMs: number): number {
  const factor = Math.min(4, wantedMs / Math.max(tookMs, 0.05));
  return Math.max(16, Math.min(KEYS_MAX, Math.floor(keys * factor)));
}
