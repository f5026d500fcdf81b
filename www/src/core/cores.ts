// The cores that are at hand, on the page and in workers: which of them does a task, and what follows where one breaks or none starts.
import { breathe } from "../breathe.ts";
import type { OnProgress, PartDone, Results, Task } from "./contract.ts";
import { Lane, NoWorker } from "./lane.ts";
import { loadGlue, loadModule, workerText, type Glue, type OnBytes, type Part } from "./load.ts";
import { dropPart } from "./part.ts";
import { Patience } from "./patience.ts";
import { countAll, Pool, type Counted, type CountJob } from "./pool.ts";
import { carryOut } from "./tasks.ts";
import type { Checked } from "./types.ts";

/** Runs that are estimated below this are done at once on the page's thread. */
export const AT_ONCE_MS = 8;
/** The longest that the page's thread is held by a slice. */
const SLICE_MS = 12;

/** So many sets of keys are at hand, so that undo finds those of before. */
const BESIDE_MAX = 3;

/** The core broke in the middle of a call (a trap); the next call gets a fresh instance. */
export class CoreBroke extends Error {}

/** A learner's code runs in a worker alone, where it can be ended; here none starts. */
export class ScriptNeedsWorker extends Error {}

/** A map of runs is shared among so many workers at most. */
const MAPPERS_MAX = 4;

export interface Options {
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
  /** The estimate of the core, in milliseconds; without it the work is taken as long. */
  readonly costMs?: number;
  /** What comes between slices of work that is done at once; without it there are none. */
  readonly rest?: () => Promise<void>;
}

interface Lanes {
  readonly runs: Lane;
  readonly answers: Lane;
  readonly times: Lane;
  readonly sweeps: Lane;
  readonly migrations: Lane;
  readonly stories: Lane;
  readonly incidents: Lane;
  readonly keys: Lane;
  readonly previews: Lane;
}

type LaneName = keyof Lanes;
/** One part of a task that is shared, of so many. */
type PartOf = (part: number, parts: number) => Task;
/** Those who run a learner's code. */
type ScriptLaneName = LaneName | "maps" | "challenges";

export class Cores {
  #part: Part = "first";
  #module: WebAssembly.Module | undefined;
  #glue: Glue | undefined;
  #lanes: Lanes | undefined;
  #pool: Pool | undefined;
  /** Those who find the points of a tipping map. */
  #mappers: Lane[] = [];
  /** Keys that texts name by their digest, the oldest first. */
  readonly #beside = new Map<string, Uint8Array>();
  readonly #patience = new Patience();
  #broken = false;
  #noWorker = false;
  #toWhole: Promise<void> | undefined;
  /** Makes the workers of the script engine, once that is there; it has no instance on the page. */
  #toScript: Promise<() => Lane> | undefined;
  readonly #scriptLanes = new Map<ScriptLaneName, Lane>();
  /** The text that was checked last: whether any of its strategies is code. */
  #asked: { readonly text: string; readonly scripts: boolean } | undefined;
  /** Told when no worker starts here, so that the page can say so. */
  onNoWorker: () => void = () => undefined;
  /** Told how much of the script engine has come; nothing of nothing when that is over. */
  onScriptBytes: OnBytes = () => undefined;

  /** Loads, compiles once and starts the page's own instance of the core of the first view. */
  async load(onBytes: OnBytes): Promise<void> {
    if (this.#module !== undefined) return;
    const [module, glue] = await Promise.all([loadModule("first", onBytes), loadGlue("first")]);
    this.#start("first", module, glue);
  }

  /** Whether the whole core is there; what the first one cannot read, it may. */
  get whole(): boolean {
    return this.#part === "whole";
  }

  /** Puts the whole core in the place of the first one. Scenes of before go on with theirs. */
  needWhole(): Promise<void> {
    this.#toWhole ??= this.#loadWhole().catch((error: unknown) => {
      this.#toWhole = undefined;
      throw error;
    });
    return this.#toWhole;
  }

  async #loadWhole(): Promise<void> {
    const module = await loadModule("whole", () => undefined);
    this.#start("whole", module, await loadGlue("whole"));
  }

  #start(part: Part, module: WebAssembly.Module, glue: Glue): void {
    glue.initSync({ module });
    Object.values(this.#lanes ?? {}).forEach((lane: Lane) => {
      lane.retire();
    });
    let text: Promise<string> | undefined;
    const worker = (): Promise<string> =>
      (text ??= workerText(part).catch((error: unknown) => {
        text = undefined;
        throw error;
      }));
    const lane = (): Lane => new Lane(module, worker, this.#beside);
    this.#lanes = { runs: lane(), answers: lane(), times: lane(), sweeps: lane(), migrations: lane(), stories: lane(), incidents: lane(), keys: lane(), previews: lane() };
    this.#mappers.forEach((lane) => {
      lane.retire();
    });
    this.#mappers = Array.from({ length: Math.max(1, Math.min(navigator.hardwareConcurrency, MAPPERS_MAX)) }, () => lane());
    this.#pool = new Pool(lane);
    this.#asked = undefined;
    this.#part = part;
    this.#module = module;
    this.#glue = glue;
    this.#broken = false;
    this.#rekeep();
  }

  /** A new instance has none of the keys that stand beside texts. */
  #rekeep(): void {
    if (!this.whole) return;
    for (const [sha256, keys] of this.#beside) this.core.keep_keys(sha256, keys);
  }

  get broken(): boolean {
    return this.#broken;
  }

  /** A fresh instance after a trap; before the next action, never in the middle of one. */
  async mend(): Promise<void> {
    if (!this.#broken || this.#module === undefined) return;
    const glue = await loadGlue(this.#part);
    glue.initSync({ module: this.#module });
    this.#glue = glue;
    this.#broken = false;
    this.#rekeep();
  }

  /** Keeps keys at hand under their digest, here and in every worker that needs them; the oldest go. In the whole core alone. */
  keepKeys(sha256: string, keys: Uint8Array): void {
    const old = [...this.#beside.keys()].filter((kept) => kept !== sha256);
    this.forgetKeys(sha256, ...old.slice(0, Math.max(0, old.length - BESIDE_MAX + 1)));
    this.guarded(() => {
      this.core.keep_keys(sha256, keys);
    });
    this.#beside.set(sha256, keys);
  }

  /** Lets go of keys, also in the workers. */
  forgetKeys(...digests: readonly string[]): void {
    const there = digests.filter((sha256) => this.#beside.delete(sha256));
    if (there.length === 0) return;
    this.guarded(() => {
      there.forEach((sha256) => {
        this.core.forget_keys(sha256);
      });
    });
    for (const lane of [...Object.values<Lane>({ ...this.#lanes }), ...this.#mappers, ...this.#scriptLanes.values()]) lane.renew();
    this.#pool?.end();
  }

  /** The page's own instance. */
  protected get core(): Glue {
    if (this.#glue === undefined) throw new Error("the core is not loaded");
    return this.#glue;
  }

  check(text: string): Checked {
    const checked: Checked = this.guarded(() => this.core.check(text));
    this.#asked = { text, scripts: checked.scripts };
    return checked;
  }

  /** Calls into the page's own instance. */
  protected guarded<T>(call: () => T): T {
    try {
      return call();
    } catch (error) {
      throw this.#judged(error);
    }
  }

  /** A trap leaves the instance in no known state; other errors are the core's answers. */
  #judged(error: unknown): unknown {
    if (!(error instanceof WebAssembly.RuntimeError)) return error;
    this.#broken = true;
    return new CoreBroke(error.message);
  }

  /** Does a task where it belongs: at once, in a worker, or in slices on the page. */
  protected async do<T extends Task>(lane: LaneName, task: T, options: Options): Promise<Results[T["kind"]]> {
    const { onProgress = () => undefined, signal, costMs = Infinity, rest } = options;
    await this.mend();
    // The contract pairs each task's kind with its result; TypeScript cannot follow it through the message.
    const typed = (result: unknown): Results[T["kind"]] => result as Results[T["kind"]];
    if ("text" in task && this.isScripted(task.text)) return typed(await this.inScript(lane, task, options));
    if (costMs < AT_ONCE_MS) return typed(await this.#onPage(task, onProgress, rest, signal));
    if (this.#noWorker) return typed(await this.#onPage(task, onProgress, breathe, signal));
    try {
      return typed(await this.#lane(lane).ask(task, onProgress, signal));
    } catch (error) {
      if (!(error instanceof NoWorker)) throw error;
      this.#withoutWorkers();
      return typed(await this.#onPage(task, onProgress, breathe, signal));
    }
  }

  /** Does the parts of a task on every core of the machine; where no worker starts, all of it in slices on the page. */
  protected async share(lane: ScriptLaneName, text: string, part: PartOf, { onProgress = () => undefined, signal }: Options): Promise<unknown[]> {
    await this.mend();
    signal?.throwIfAborted();
    if (this.isScripted(text)) return [await this.inScript(lane, part(0, 1), { onProgress, ...(signal === undefined ? {} : { signal }) })];
    if (!this.#noWorker) {
      try {
        return await this.#parts(part, onProgress, signal);
      } catch (error) {
        if (!(error instanceof NoWorker)) throw error;
        this.#withoutWorkers();
      }
    }
    return [await this.#onPage(part(0, 1), onProgress, breathe, signal)];
  }

  /** The first that fails ends the others. */
  async #parts(part: PartOf, onProgress: OnProgress, signal?: AbortSignal): Promise<unknown[]> {
    const parts = this.#mappers.length;
    const [done, totals] = [new Array<number>(parts).fill(0), new Array<number>(parts).fill(0)];
    const sum = (all: readonly number[]): number => all.reduce((a, b) => a + b, 0);
    const ends = new AbortController();
    const both = signal === undefined ? ends.signal : AbortSignal.any([signal, ends.signal]);
    const ask = (lane: Lane, index: number): Promise<unknown> =>
      lane.ask(part(index, parts), (now, total) => {
        [done[index], totals[index]] = [now, total];
        onProgress(sum(done), Math.max(...totals) * parts);
      }, both);
    try {
      return await Promise.all(this.#mappers.map(ask));
    } catch (error) {
      ends.abort(error);
      throw error;
    }
  }

  /** Counts keys on every core of the machine; where no worker starts, on the page. */
  async count(job: CountJob): Promise<Counted> {
    await this.needWhole();
    await this.mend();
    job.signal.throwIfAborted();
    if (this.#noWorker || this.#pool === undefined) return this.#countOnPage(job);
    try {
      return await this.#pool.count(job);
    } catch (error) {
      if (!(error instanceof NoWorker)) throw error;
      this.#withoutWorkers();
      return this.#countOnPage(job);
    }
  }

  /** Does a task with the script engine: in a worker, or not at all. */
  protected async inScript(name: ScriptLaneName, task: Task, { onProgress = () => undefined, signal }: Options): Promise<unknown> {
    if (this.#noWorker) throw new ScriptNeedsWorker("no worker starts here");
    const make = await unlessAborted(this.#needScript(), signal);
    const lane = this.#scriptLanes.get(name) ?? make();
    this.#scriptLanes.set(name, lane);
    try {
      return await lane.ask(task, onProgress, signal);
    } catch (error) {
      if (!(error instanceof NoWorker)) throw error;
      this.#withoutWorkers();
      throw new ScriptNeedsWorker(error.message);
    }
  }

  #needScript(): Promise<() => Lane> {
    this.#toScript ??= this.#loadScript().catch((error: unknown) => {
      this.#toScript = undefined;
      throw error;
    });
    return this.#toScript;
  }

  async #loadScript(): Promise<() => Lane> {
    try {
      const module = await loadModule("script", this.onScriptBytes);
      return () => new Lane(module, () => workerText("script"), this.#beside, this.#patience);
    } finally {
      this.onScriptBytes(0, 0);
    }
  }

  protected isScripted(text: string): boolean {
    return this.#asked?.text === text ? this.#asked.scripts : this.check(text).scripts;
  }

  async #onPage(task: Task, onProgress: OnProgress, rest: (() => Promise<void>) | undefined, signal?: AbortSignal): Promise<unknown> {
    try {
      return await carryOut(this.core, task, SLICE_MS, onProgress, rest, signal);
    } catch (error) {
      throw this.#judged(error);
    }
  }

  async #countOnPage(job: CountJob): Promise<Counted> {
    try {
      // The contract pairs a part with what it has done.
      return await countAll([(task, _, signal) => this.#onPage(task, () => undefined, breathe, signal) as Promise<PartDone>], SLICE_MS, job);
    } finally {
      dropPart();
    }
  }

  #lane(name: LaneName): Lane {
    if (this.#lanes === undefined) throw new Error("the core is not loaded");
    return this.#lanes[name];
  }

  #withoutWorkers(): void {
    this.#noWorker = true;
    this.onNoWorker();
  }
}

/** What is waited for, or why it is not any more. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => {
      reject(signal.reason as Error);
    });
    work.then(resolve, reject);
  });
}
