// What the page asks of the core, each as one call: small ones at once, long ones as tasks.
import type { Earlier, KeysAsked, KeysDone, Results, Task, Timing } from "./contract.ts";
import { Cores, type Options } from "./cores.ts";
import type { ScriptedGlue } from "./script-types.ts";
import type { ChallengeInfo, ChallengeReport, Completions, Edit, Edited, Expected, HashInfo, IncidentForm, IncidentScene, KindInfo, LinkPlace, MigrationForm, MigrationScene, NodeReport, Opened, PresetInfo, ScaleScene, Scene, ScriptInfo, SweepForm, SweepScene, TippingScene } from "./types.ts";

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

export class Service extends Cores {
  /** Reads keys of the reader's own from a file. */
  async readKeys(asked: KeysAsked, options: Options): Promise<KeysDone> {
    await this.needWhole();
    options.signal?.throwIfAborted();
    return this.do("keys", { kind: "keys", ...asked }, options);
  }

  /** What a pasted list of nodes holds. */
  async readNodes(list: string): Promise<NodeReport> {
    await this.needWhole();
    return this.guarded(() => this.core.read_nodes(list));
  }

  get #scripted(): ScriptedGlue {
    return this.core;
  }

  edit(text: string, edit: Edit): Edited {
    return this.guarded(() => this.core.edit(text, edit));
  }

  /** The strategies of a text that are code; of the whole core, as the two below. */
  scripts(text: string): ScriptInfo[] {
    return this.guarded(() => this.#scripted.scripts?.(text) ?? []);
  }

  /** The code that does what a kind of the registry does, where there is one. */
  twin(kind: string): string | undefined {
    return this.guarded(() => this.#scripted.twin?.(kind));
  }

  challenges(): ChallengeInfo[] {
    return this.guarded(() => this.#scripted.challenges?.() ?? []);
  }

  /** Checks a learner's code. */
  async challenge(id: string, source: string, options: Options): Promise<ChallengeReport> {
    // The contract pairs the task's kind with its result.
    return (await this.inScript("challenges", { kind: "challenge", id, source }, options)) as ChallengeReport;
  }

  /** What can stand at a place of a text, while it is written; of the whole core alone, as the two below. */
  complete(text: string, at: number): Completions | undefined {
    return this.guarded(() => (this.whole ? this.core.complete(text, at) : undefined));
  }

  /** What the word at a place of a text means. */
  explain(text: string, at: number): Completions | undefined {
    return this.guarded(() => (this.whole ? this.core.explain(text, at) : undefined));
  }

  /** The text laid out. */
  format(text: string): Edited {
    return this.guarded(() => this.core.format(text));
  }

  presets(): PresetInfo[] {
    return this.guarded(() => this.core.presets());
  }

  kinds(): KindInfo[] {
    return this.guarded(() => this.core.kinds());
  }

  hashes(): HashInfo[] {
    return this.guarded(() => this.core.hashes());
  }

  /** One of the scenario's keys. */
  randomKey(text: string): string {
    return this.guarded(() => this.core.random_key(text));
  }

  openLink(hash: string, search: string): Opened {
    return this.guarded(() => this.core.open_link(hash, search));
  }

  makeLink(text: string, place: LinkPlace): string {
    return this.guarded(() => this.core.make_link(text, place));
  }

  /** The scene of a finished report; the caller frees it. */
  scene(report: Uint8Array): Scene {
    return this.guarded(() => new this.core.Scene(report));
  }

  /** What a finished report says of the expectations of its text; a text that the first core can read has none. */
  async expected(text: string, report: Uint8Array, signal: AbortSignal): Promise<Expected[]> {
    if (this.isScripted(text)) return (await this.inScript("answers", { kind: "expected", text, report }, { signal })) as Expected[];
    return this.guarded(() => (this.whole ? this.core.expected(text, report) : []));
  }

  /** Calls into a scene. */
  draw<T>(call: () => T): T {
    return this.guarded(call);
  }

  /** What a run is estimated to take after an earlier text, milliseconds; only the whole core takes anything over. */
  costAfter(text: string, earlier: string): number {
    return this.guarded(() => (this.whole ? this.core.cost_after_ms(text, earlier) : this.core.check(text).cost_ms));
  }

  async run(text: string, earlier: Earlier | undefined, options: Options): Promise<Uint8Array<ArrayBuffer>> {
    return this.do("runs", { kind: "run", text, earlier: this.whole ? earlier : undefined }, options);
  }

  /** A report for a small picture, beside whatever else is at work; of the whole core alone. */
  async preview<T extends Task>(task: T, signal: AbortSignal): Promise<Results[T["kind"]]> {
    await this.needWhole();
    signal.throwIfAborted();
    return this.do("previews", task, { signal });
  }

  /** What the controls of a sweep offer; of the whole core alone. None while the text has an error. */
  sweepForm(text: string): SweepForm | undefined {
    return this.guarded(() => this.core.sweep_form(text));
  }

  /** The sweep of a text, encoded for `sweepScene`. */
  async sweep(text: string, options: Options): Promise<Uint8Array<ArrayBuffer>> {
    await this.needWhole();
    options.signal?.throwIfAborted();
    return this.do("sweeps", { kind: "sweep", text }, options);
  }

  /** The chart of a finished sweep; the caller frees it. */
  sweepScene(report: Uint8Array): SweepScene {
    return this.guarded(() => new this.core.SweepScene(report));
  }

  /** What the controls of a migration offer; of the whole core alone. None while the text has an error. */
  migrationForm(text: string): MigrationForm | undefined {
    return this.guarded(() => this.core.migration_form(text));
  }

  /** A step under every policy, encoded for `migrationScene`. */
  async migration(step: StepAsked, options: Options): Promise<Uint8Array<ArrayBuffer>> {
    await this.needWhole();
    options.signal?.throwIfAborted();
    return this.do("migrations", { kind: "migration", ...step }, options);
  }

  /** The pictures of a finished migration; the caller frees it. */
  migrationScene(report: Uint8Array): MigrationScene {
    return this.guarded(() => new this.core.MigrationScene(report));
  }

  /** What happened to one key in a migration; of the empty key, to the one that fared worst. */
  async story(step: StepAsked, key: string, options: Options): Promise<Results["story"]> {
    await this.needWhole();
    options.signal?.throwIfAborted();
    return this.do("stories", { kind: "story", ...step, key }, options);
  }

  /** What the controls of an incident offer; of the whole core alone. None while the text has an error. */
  incidentForm(text: string): IncidentForm | undefined {
    return this.guarded(() => this.core.incident_form(text));
  }

  /** A run of a step under load, encoded for `incidentScene`. */
  async incident(step: Step, options: Options): Promise<Uint8Array<ArrayBuffer>> {
    await this.needWhole();
    options.signal?.throwIfAborted();
    return this.do("incidents", { kind: "incident", ...step }, options);
  }

  /** The pictures of a finished run; the caller frees it. */
  incidentScene(report: Uint8Array): IncidentScene {
    return this.guarded(() => new this.core.IncidentScene(report));
  }

  /** The verdicts of a tipping map, shared among workers. */
  async tipping(step: Step, options: Options): Promise<Uint8Array<ArrayBuffer>[]> {
    await this.needWhole();
    // The contract pairs the task's kind with its result.
    return (await this.share("maps", step.text, (part, parts) => ({ kind: "tipping", ...step, part, parts }), options)) as Uint8Array<ArrayBuffer>[];
  }

  /** The map of a step with what was found; the caller frees it. */
  tippingScene({ text, strategy, phase }: Step, parts: readonly Uint8Array[]): TippingScene {
    return this.guarded(() => new this.core.TippingScene(text, strategy, phase, [...parts]));
  }

  /** What the parts of a count found together; the caller frees it. */
  scaleScene(text: string, parts: readonly Uint8Array[]): ScaleScene {
    return this.guarded(() => new this.core.ScaleScene(text, [...parts]));
  }

  async route(text: string, key: string, phases: readonly number[], options: Options): Promise<Results["route"]> {
    return this.do("answers", { kind: "route", text, key, phases }, options);
  }

  async csv(text: string, strategy: number, phase: number): Promise<string> {
    await this.needWhole();
    return this.do("answers", { kind: "csv", text, strategy, phase }, {});
  }

  async json(text: string): Promise<string> {
    await this.needWhole();
    return this.do("answers", { kind: "json", text }, {});
  }

  /** Times strategies in a phase; beside nothing else of the same worker. */
  async measure(text: string, phase: number, strategies: readonly number[], options: Options): Promise<Timing[]> {
    await this.needWhole();
    options.signal?.throwIfAborted();
    return this.do("times", { kind: "measure", text, phase, strategies }, options);
  }

  /** The comparison of a report at a phase as a file, the strategies in `order`; timings by strategy, where there are any. */
  async compareFile(report: Uint8Array, phase: number, order: readonly number[], timings: readonly (Timing | undefined)[], as: "csv" | "md"): Promise<string> {
    await this.needWhole();
    const flat = timings.flatMap((timing) => (timing === undefined ? [NaN, NaN] : [timing.lookUpNs, timing.buildNs]));
    return this.guarded(() => this.core.compare_file(report, phase, Uint32Array.from(order), Float64Array.from(flat), as === "md"));
  }

  /** The load of every node of a report as CSV. */
  async loadsFile(report: Uint8Array, strategy: number, phase: number): Promise<string> {
    await this.needWhole();
    return this.guarded(() => this.core.loads_file(report, strategy, phase));
  }
}
