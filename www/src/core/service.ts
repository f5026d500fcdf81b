// The core as the page's state knows it: small calls at once, long ones in a worker or, where none starts, in slices.
import { breathe } from "../breathe.ts";
import type { Earlier, KeysAsked, KeysDone, OnProgress, PartDone, Results, Task, Timing } from "./contract.ts";
import { Lane, NoWorker } from "./lane.ts";
import type { ScriptedGlue } from "./script-types.ts";
import { loadGlue, loadModule, workerText, type Glue, type OnBytes, type Part } from "./load.ts";
import { dropPart } from "./part.ts";
import { Patience } from "./patience.ts";
import { countAll, Pool, type Counted, type CountJob } from "./pool.ts";
import { carryOut } from "./tasks.ts";
import type { ChallengeInfo, ChallengeReport, Checked, Completions, Edit, Edited, Expected, HashInfo, IncidentForm, IncidentScene, KindInfo, LinkPlace, MigrationForm, MigrationScene, NodeReport, Opened, PresetInfo, ScaleScene, Scene, ScriptInfo, SweepForm, SweepScene, TippingScene } from "./types.ts";

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

/** A step of a text under one of its strategies. */
export interface Step {
  readonly text: string;
  readonly strategy: number;
  readonly phase: number;
}

/** The same, and the policy that is watched. */
export interface StepAsked extends Step {
  readonly watched: string;
}

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
/** Those who run a learner's code. */
type ScriptLaneName = LaneName | "maps" | "challenges";

export class Service {
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
    for (const [sha256, keys] of this.#beside) this.#core.keep_keys(sha256, keys);
  }

  /** Reads keys of the reader's own from a file. */
  async readKeys(asked: KeysAsked, options: Options): Promise<KeysDone> {
    await this.needWhole();
    options.signal?.throwIfAborted();
    return this.#do("keys", { kind: "keys", ...asked }, options);
  }

  /** Keeps keys at hand under their digest, here and in every worker that needs them; the oldest go. In the whole core alone. */
  keepKeys(sha256: string, keys: Uint8Array): void {
    const old = [...this.#beside.keys()].filter((kept) => kept !== sha256);
    this.forgetKeys(sha256, ...old.slice(0, Math.max(0, old.length - BESIDE_MAX + 1)));
    this.#guarded(() => {
      this.#core.keep_keys(sha256, keys);
    });
    this.#beside.set(sha256, keys);
  }

  /** Lets go of keys, also in the workers. */
  forgetKeys(...digests: readonly string[]): void {
    const there = digests.filter((sha256) => this.#beside.delete(sha256));
    if (there.length === 0) return;
    this.#guarded(() => {
      there.forEach((sha256) => {
        this.#core.forget_keys(sha256);
      });
    });
    for (const lane of [...Object.values<Lane>({ ...this.#lanes }), ...this.#mappers, ...this.#scriptLanes.values()]) lane.renew();
    this.#pool?.end();
  }

  /** What a pasted list of nodes holds. */
  async readNodes(list: string): Promise<NodeReport> {
    await this.needWhole();
    return this.#guarded(() => this.#core.read_nodes(list));
  }

  get #scripted(): ScriptedGlue {
    return this.#core;
  }

  get #core(): Glue {
    if (this.#glue === undefined) throw new Error("the core is not loaded");
    return this.#glue;
  }

  check(text: string): Checked {
    const checked: Checked = this.#guarded(() => this.#core.check(text));
    this.#asked = { text, scripts: checked.scripts };
    return checked;
  }

  edit(text: string, edit: Edit): Edited {
    return this.#guarded(() => this.#core.edit(text, edit));
  }

  /** The strategies of a text that are code; of the whole core, as the two below. */
  scripts(text: string): ScriptInfo[] {
    return this.#guarded(() => this.#scripted.scripts?.(text) ?? []);
  }

  /** The code that does what a kind of the registry does, where there is one. */
  twin(kind: string): string | undefined {
    return this.#guarded(() => this.#scripted.twin?.(kind));
  }

  challenges(): ChallengeInfo[] {
    return this.#guarded(() => this.#scripted.challenges?.() ?? []);
  }

  /** Checks a learner's code. */
  async challenge(id: string, source: string, options: Options): Promise<ChallengeReport> {
    // The contract pairs the task's kind with its result.
    return (await this.#inScript("challenges", { kind: "challenge", id, source }, options)) as ChallengeReport;
  }

  /** What can stand at a place of a text, while it is written; of the whole core alone, as the two below. */
  complete(text: string, at: number): Completions | undefined {
    return this.#guarded(() => (this.whole ? this.#core.complete(text, at) : undefined));
  }

  /** What the word at a place of a text means. */
  explain(text: string, at: number): Completions | undefined {
    return this.#guarded(() => (this.whole ? this.#core.explain(text, at) : undefined));
  }

  /** The text laid out. */
  format(text: string): Edited {
    return this.#guarded(() => this.#core.format(text));
  }

  presets(): PresetInfo[] {
    return this.#guarded(() => this.#core.presets());
  }

  kinds(): KindInfo[] {
    return this.#guarded(() => this.#core.kinds());
  }

  hashes(): HashInfo[] {
    return this.#guarded(() => this.#core.hashes());
  }

  /** One of the scenario's keys. */
  randomKey(text: string): string {
    return this.#guarded(() => this.#core.random_key(text));
  }

  openLink(hash: string, search: string): Opened {
    return this.#guarded(() => this.#core.open_link(hash, search));
  }

  makeLink(text: string, place: LinkPlace): string {
    return this.#guarded(() => this.#core.make_link(text, place));
  }

  /** The scene of a finished report; the caller frees it. */
  scene(report: Uint8Array): Scene {
    return this.#guarded(() => new this.#core.Scene(report));
  }

  /** What a finished report says of the expectations of its text; a text that the first core can read has none. */
  async expected(text: string, report: Uint8Array, signal: AbortSignal): Promise<Expected[]> {
    if (this.#isScripted(text)) return (await this.#inScript("answers", { kind: "expected", text, report }, { signal })) as Expected[];
    return this.#guarded(() => (this.whole ? this.#core.expected(text, report) : []));
  }

  /** Calls into a scene. */
  draw<T>(call: () => T): T {
    return this.#guarded(call);
  }

  /** What a run is estimated to take after an earlier text, milliseconds; only the whole core takes anything over. */
  costAfter(text: string, earlier: string): number {
    return this.#guarded(() => (this.whole ? this.#core.cost_after_ms(text, earlier) : this.#core.check(text).cost_ms));
  }

  async run(text: string, earlier: Earlier | undefined, options: Options): Promise<Uint8Array<ArrayBuffer>> {
    return this.#do("runs", { kind: "run", text, earlier: this.whole ? earlier : undefined }, options);
  }

  /** A report for a small picture, beside whatever else is at work; of the whole core alone. */
  async preview<T extends Task>(task: T, signal: AbortSignal): Promise<Results[T["kind"]]> {
    await this.needWhole();
    signal.throwIfAborted();
    return this.#do("previews", task, { signal });
  }

  /** What the controls of a sweep offer; of the whole core alone. None while the text has an error. */
  sweepForm(text: string): SweepForm | undefined {
    return this.#guarded(() => this.#core.sweep_form(text));
  }

  /** The sweep of a text, encoded for `sweepScene`. */
  async sweep(text: string, options: Options): Promise<Uint8Array<ArrayBuffer>> {
    await this.needWhole();
    options.signal?.throwIfAborted();
    return this.#do("sweeps", { kind: "sweep", text }, options);
  }

  /** The chart of a finished sweep; the caller frees it. */
  sweepScene(report: Uint8Array): SweepScene {
    return this.#guarded(() => new this.#core.SweepScene(report));
  }

  /** What the controls of a migration offer; of the whole core alone. None while the text has an error. */
  migrationForm(text: string): MigrationForm | undefined {
    return this.#guarded(() => this.#core.migration_form(text));
  }

  /** A step under every policy, encoded for `migrationScene`. */
  async migration(step: StepAsked, options: Options): Promise<Uint8Array<ArrayBuffer>> {
    await this.needWhole();
    options.signal?.throwIfAborted();
    return this.#do("migrations", { kind: "migration", ...step }, options);
  }

  /** The pictures of a finished migration; the caller frees it. */
  migrationScene(report: Uint8Array): MigrationScene {
    return this.#guarded(() => new this.#core.MigrationScene(report));
  }

  /** What happened to one key in a migration; of the empty key, to the one that fared worst. */
  async story(step: StepAsked, key: string, options: Options): Promise<Results["story"]> {
    await this.needWhole();
    options.signal?.throwIfAborted();
    return this.#do("stories", { kind: "story", ...step, key }, options);
  }

  /** What the controls of an incident offer; of the whole core alone. None while the text has an error. */
  incidentForm(text: string): IncidentForm | undefined {
    return this.#guarded(() => this.#core.incident_form(text));
  }

  /** A run of a step under load, encoded for `incidentScene`. */
  async incident(step: Step, options: Options): Promise<Uint8Array<ArrayBuffer>> {
    await this.needWhole();
    options.signal?.throwIfAborted();
    return this.#do("incidents", { kind: "incident", ...step }, options);
  }

  /** The pictures of a finished run; the caller frees it. */
  incidentScene(report: Uint8Array): IncidentScene {
    return this.#guarded(() => new this.#core.IncidentScene(report));
  }

  /** The verdicts of a tipping map, shared among workers; where none starts, in slices on the page. */
  async tipping(step: Step, { onProgress = () => undefined, signal }: Options): Promise<Uint8Array<ArrayBuffer>[]> {
    await this.needWhole();
    await this.mend();
    signal?.throwIfAborted();
    // The contract pairs the task's kind with its result, here and below.
    if (this.#isScripted(step.text)) return [(await this.#inScript("maps", { kind: "tipping", ...step, part: 0, parts: 1 }, { onProgress, ...(signal === undefined ? {} : { signal }) })) as Uint8Array<ArrayBuffer>];
    if (!this.#noWorker) {
      try {
        return await this.#map(step, onProgress, signal);
      } catch (error) {
        if (!(error instanceof NoWorker)) throw error;
        this.#noWorker = true;
        this.onNoWorker();
      }
    }
    return [(await this.#onPage({ kind: "tipping", ...step, part: 0, parts: 1 }, onProgress, breathe, signal)) as Uint8Array<ArrayBuffer>];
  }

  /** The first that fails ends the others. */
  async #map(step: Step, onProgress: OnProgress, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>[]> {
    const parts = this.#mappers.length;
    const [done, totals] = [new Array<number>(parts).fill(0), new Array<number>(parts).fill(0)];
    const sum = (all: readonly number[]): number => all.reduce((a, b) => a + b, 0);
    const ends = new AbortController();
    const both = signal === undefined ? ends.signal : AbortSignal.any([signal, ends.signal]);
    const ask = (lane: Lane, part: number): Promise<unknown> =>
      lane.ask({ kind: "tipping", ...step, part, parts }, (now, total) => {
        [done[part], totals[part]] = [now, total];
        onProgress(sum(done), Math.max(...totals) * parts);
      }, both);
    try {
      return (await Promise.all(this.#mappers.map(ask))) as Uint8Array<ArrayBuffer>[];
    } catch (error) {
      ends.abort(error);
      throw error;
    }
  }

  /** The map of a step with what was found; the caller frees it. */
  tippingScene({ text, strategy, phase }: Step, parts: readonly Uint8Array[]): TippingScene {
    return this.#guarded(() => new this.#core.TippingScene(text, strategy, phase, [...parts]));
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
      this.#noWorker = true;
      this.onNoWorker();
      return this.#countOnPage(job);
    }
  }

  /** What the parts of a count found together; the caller frees it. */
  scaleScene(text: string, parts: readonly Uint8Array[]): ScaleScene {
    return this.#guarded(() => new this.#core.ScaleScene(text, [...parts]));
  }

  async route(text: string, key: string, phases: readonly number[], options: Options): Promise<Results["route"]> {
    return this.#do("answers", { kind: "route", text, key, phases }, options);
  }

  async csv(text: string, strategy: number, phase: number): Promise<string> {
    await this.needWhole();
    return this.#do("answers", { kind: "csv", text, strategy, phase }, {});
  }

  async json(text: string): Promise<string> {
    await this.needWhole();
    return this.#do("answers", { kind: "json", text }, {});
  }

  /** Times strategies in a phase; beside nothing else of the same worker. */
  async measure(text: string, phase: number, strategies: readonly number[], options: Options): Promise<Timing[]> {
    await this.needWhole();
    options.signal?.throwIfAborted();
    return this.#do("times", { kind: "measure", text, phase, strategies }, options);
  }

  /** The comparison of a report at a phase as a file, the strategies in `order`; timings by strategy, where there are any. */
  async compareFile(report: Uint8Array, phase: number, order: readonly number[], timings: readonly (Timing | undefined)[], as: "csv" | "md"): Promise<string> {
    await this.needWhole();
    const flat = timings.flatMap((timing) => (timing === undefined ? [NaN, NaN] : [timing.lookUpNs, timing.buildNs]));
    return this.#guarded(() => this.#core.compare_file(report, phase, Uint32Array.from(order), Float64Array.from(flat), as === "md"));
  }

  /** The load of every node of a report as CSV. */
  async loadsFile(report: Uint8Array, strategy: number, phase: number): Promise<string> {
    await this.needWhole();
    return this.#guarded(() => this.#core.loads_file(report, strategy, phase));
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

  async #do<T extends Task>(lane: LaneName, task: T, options: Options): Promise<Results[T["kind"]]> {
    const { onProgress = () => undefined, signal, costMs = Infinity, rest } = options;
    await this.mend();
    // The contract pairs each task's kind with its result; TypeScript cannot follow it through the message.
    const typed = (result: unknown): Results[T["kind"]] => result as Results[T["kind"]];
    if ("text" in task && this.#isScripted(task.text)) return typed(await this.#inScript(lane, task, options));
    if (costMs < AT_ONCE_MS) return typed(await this.#onPage(task, onProgress, rest, signal));
    if (this.#noWorker) return typed(await this.#onPage(task, onProgress, breathe, signal));
    try {
      return typed(await this.#lane(lane).ask(task, onProgress, signal));
    } catch (error) {
      if (!(error instanceof NoWorker)) throw error;
      this.#noWorker = true;
      this.onNoWorker();
      return typed(await this.#onPage(task, onProgress, breathe, signal));
    }
  }

  /** Does a task with the script engine: in a worker, or not at all. */
  async #inScript(name: ScriptLaneName, task: Task, { onProgress = () => undefined, signal }: Options): Promise<unknown> {
    if (this.#noWorker) throw new ScriptNeedsWorker("no worker starts here");
    const make = await unlessAborted(this.#needScript(), signal);
    const lane = this.#scriptLanes.get(name) ?? make();
    this.#scriptLanes.set(name, lane);
    try {
      return await lane.ask(task, onProgress, signal);
    } catch (error) {
      if (!(error instanceof NoWorker)) throw error;
      this.#noWorker = true;
      this.onNoWorker();
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

  #isScripted(text: string): boolean {
    return this.#asked?.text === text ? this.#asked.scripts : this.check(text).scripts;
  }

  async #onPage(task: Task, onProgress: OnProgress, rest: (() => Promise<void>) | undefined, signal?: AbortSignal): Promise<unknown> {
    try {
      return await carryOut(this.#core, task, SLICE_MS, onProgress, rest, signal);
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

  #guarded<T>(call: () => T): T {
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
