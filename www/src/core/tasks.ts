// The tasks of the contract, carried out with the core of whichever thread this runs on.
import type { Earlier, OnProgress, Result, Task } from "./contract.ts";
import { readKeys } from "./keys.ts";
import type { Glue } from "./load.ts";
import { measure } from "./measure.ts";
import { countPart } from "./part.ts";
import type { ChallengeReport } from "./types.ts";
import type { ScriptedGlue } from "./script-types.ts";

/** Progress is told at most this often: ten times a second. */
const TELL_EVERY_MS = 100;
/** The first slice; later ones follow the time that this one took. */
const KEYS_FIRST = 256;
const KEYS_LEAST = 16;
const KEYS_MAX = 4_000_000;
/** A learner's code may take long over a single key, and must say soon that it lives. */
const KEYS_FIRST_OF_CODE = 1;
const KEYS_LEAST_OF_CODE = 1;

/** Gives the thread to others for a moment; absent where nobody else waits for it. */
export type Breathe = () => Promise<void>;

/** Does a task; a run or a sweep is cut into slices of about `slice_ms`. */
export async function carryOut(core: Glue, task: Task, sliceMs: number, onProgress: OnProgress, breathe?: Breathe, signal?: AbortSignal): Promise<Result> {
  const pace: Pace = { sliceMs, ofCode: ofCode(core), onProgress, breathe, signal };
  const run = async (runner: Sliced<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await inSlices(runner, pace));
  switch (task.kind) {
    case "run":
      return run(runner(core, task.text, task.earlier));
    case "sweep":
      return run(new core.Sweeper(task.text));
    case "migration":
      return run(new core.Migrator(task.text, task.strategy, task.phase, task.watched));
    case "story":
      return core.migration_story(task.text, task.strategy, task.phase, task.watched, task.key);
    case "incident":
      return run(new core.IncidentRunner(task.text, task.strategy, task.phase));
    case "tipping":
      return run(new core.TippingRunner(task.text, task.strategy, task.phase, task.part, task.parts));
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
    case "expected":
      return core.expected(task.text, task.report);
    case "challenge":
      return inSlices(challenger(core, task.id, task.source), pace);
    case "part":
      return countPart(core, task, onProgress, breathe, signal);
  }
}

/** A run that takes over what an earlier one found, where there is one. */
function runner(core: Glue, text: string, earlier: Earlier | undefined): Sliced<Uint8Array> {
  return earlier === undefined ? new core.Runner(text) : core.Runner.after(text, earlier.text, earlier.report);
}

/** The script engine alone has this. */
function ofCode(core: ScriptedGlue): boolean {
  return core.Challenger !== undefined;
}

function challenger(core: ScriptedGlue, id: string, source: string): Sliced<ChallengeReport> {
  if (core.Challenger === undefined) throw new Error("this core runs no code");
  return new core.Challenger(id, source);
}

/** Work that the core does bit by bit, and its report. */
interface Sliced<T> extends Pick<InstanceType<Glue["Runner"]>, "advance" | "free"> {
  report(): T;
}

/** How work is cut, and who hears of it. */
interface Pace {
  readonly sliceMs: number;
  readonly ofCode: boolean;
  readonly onProgress: OnProgress;
  readonly breathe: Breathe | undefined;
  readonly signal: AbortSignal | undefined;
}

async function inSlices<T>(work: Sliced<T>, { sliceMs, ofCode, onProgress, breathe, signal }: Pace): Promise<T> {
  const first = ofCode ? KEYS_FIRST_OF_CODE : KEYS_FIRST;
  let keys = first;
  const least = ofCode ? KEYS_LEAST_OF_CODE : KEYS_LEAST;
  let told = performance.now();
  let before = 0;
  for (;;) {
    const began = performance.now();
    const { done, total, finished } = work.advance(keys);
    if (finished) break;
    const now = performance.now();
    // A call that only prepared something says nothing of how long keys take, and begins what may take them longer.
    keys = done === before ? first : nextSlice(keys, now - began, sliceMs, least);
    before = done;
    if (now - told >= TELL_EVERY_MS) {
      told = now;
      onProgress(done, total);
    }
    if (breathe !== undefined) await breathe();
    if (signal?.aborted === true) {
      work.free();
      signal.throwIfAborted();
    }
  }
  await breathe?.();
  const report = work.report();
  work.free();
  return report;
}

/** So many keys that the next slice takes about `wanted` milliseconds; at most four times as many as now. */
function nextSlice(keys: number, tookMs: number, wantedMs: number, least: number): number {
  const factor = Math.min(4, wantedMs / Math.max(tookMs, 0.05));
  return Math.max(least, Math.min(KEYS_MAX, Math.floor(keys * factor)));
}
