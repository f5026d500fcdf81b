// The incident of the step that is shown, while anybody sees its panel: its run in a worker, its clock, the tipping map.
import type { Service } from "../core/service.ts";
import { hasError, isSeen, type IncidentState, type State } from "./model.ts";
import type { Store } from "./store.ts";
import { told } from "./told.ts";

/** Simulated seconds a second. */
export const SPEEDS: readonly number[] = [1, 5, 10, 30, 100];
/** It is played from a little before the step on. */
const BEFORE_S = 10;
/** What is typed rests so long before it is played. */
const REST_MS = 250;
/** From then on the panel says that it is at work, and how far. */
const BUSY_AFTER_MS = 100;
const LONG_AFTER_MS = 1000;

const reduced = matchMedia("(prefers-reduced-motion: reduce)");

type Wish = readonly [State["text"], State["checked"], number, number];

interface Step {
  readonly text: string;
  readonly strategy: number;
  readonly phase: number;
}

export class Incidents {
  #abort: AbortController | undefined;
  #mapping: AbortController | undefined;
  #wish: Wish | undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #frame = 0;
  #openAt: number | undefined;

  constructor(
    private readonly store: Store,
    private readonly core: Service,
    /** Does something with the whole core, which alone knows incidents. */
    private readonly withWhole: (then: () => void) => void,
    private readonly attempt: <T>(call: () => T) => T | undefined,
  ) {}

  follow(now: State, before: State): void {
    if (!isSeen(now, "incident") || now.core.kind !== "ready") {
      if (isSeen(before, "incident") && now.incident.playing) this.pause();
      return;
    }
    const wish: Wish = [now.text, now.checked, now.place.strategy, now.place.target];
    if (this.#wish?.every((value, index) => value === wish[index]) === true) return;
    const typed = this.#wish !== undefined && this.#wish[0] !== wish[0];
    this.#wish = wish;
    this.#stop();
    clearTimeout(this.#rest);
    const prepare = (): void => {
      this.withWhole(() => {
        this.#prepare();
      });
    };
    if (typed && this.#now.found !== undefined) {
      // The controls follow at once, the run when typing rests.
      if (this.core.whole && now.text !== undefined && !hasError(now)) this.#offer(now.text);
      this.#rest = setTimeout(prepare, REST_MS);
    } else prepare();
  }

  /** Whether the clock came to rest somewhere else: that belongs into the address. */
  rests(now: State, before: State): boolean {
    return !now.incident.playing && (now.incident.at !== before.incident.at || before.incident.playing);
  }

  /** The next run that is played opens at a moment. */
  openAt(at: number | undefined): void {
    this.#openAt = at;
    this.#wish = undefined;
  }

  toggle(): void {
    if (this.#now.playing) this.pause();
    else this.#play();
  }

  pause(): void {
    cancelAnimationFrame(this.#frame);
    this.#put({ playing: false, at: Math.round(this.#now.at * 1000) / 1000 });
  }

  /** Goes to a moment, and rests there. */
  go(at: number): void {
    cancelAnimationFrame(this.#frame);
    this.#put({ playing: false, at: Math.round(Math.max(0, Math.min(this.end, at)) * 1000) / 1000 });
  }

  /** So many steps forward, or back. */
  step(steps: number): void {
    const each = Math.max(1, this.#now.found?.info.column_s ?? 1);
    this.go((Math.round(this.#now.at / each) + steps) * each);
  }

  setSpeed(speed: number): void {
    this.#put({ speed });
  }

  /** Shows the whole run, or the first minutes alone. */
  setWhole(whole: boolean): void {
    this.#put({ whole });
    if (this.#now.at > this.end) this.go(this.end);
  }

  /** The last moment that is shown. */
  get end(): number {
    const { found, whole } = this.#now;
    return found === undefined ? 0 : whole ? found.info.end_s : found.info.first_s;
  }

  cancel(): void {
    this.#stop();
    this.#put({ run: { kind: "waiting", costMs: 0 } });
  }

  again(): void {
    this.#stop();
    this.#prepare();
  }

  /** Finds the map of the text. */
  async map(): Promise<void> {
    const step = this.#asked();
    if (step === undefined) return;
    this.cancelMap();
    const abort = new AbortController();
    this.#mapping = abort;
    this.#put({ mapRun: { kind: "running", done: 0, total: 0, seen: "long" } });
    try {
      const parts = await this.core.tipping(step, {
        signal: abort.signal,
        onProgress: (done, total) => {
          if (!abort.signal.aborted) this.#put({ mapRun: { kind: "running", done, total, seen: "long" } });
        },
      });
      if (abort.signal.aborted) return;
      const scene = this.core.tippingScene(step, parts);
      const old = this.#now.map;
      const [words, rows] = this.core.draw(() => [scene.describe(), scene.rows()] as const);
      this.#put({ map: { scene, words, rows, of: JSON.stringify(step) }, mapRun: { kind: "idle" }, focus: undefined });
      old?.scene.free();
    } catch (error) {
      if (!abort.signal.aborted) this.#put({ mapRun: { kind: "failed", message: told(error) } });
    }
  }

  cancelMap(): void {
    this.#mapping?.abort(new DOMException("the map was given up", "AbortError"));
    this.#mapping = undefined;
    if (this.#now.mapRun.kind === "running") this.#put({ mapRun: { kind: "idle" } });
  }

  /** The point of the map that is pointed at. */
  point(focus: number | undefined): void {
    if (focus !== this.#now.focus) this.#put({ focus });
  }

  /** What the map that is shown would be of now. */
  get mapOf(): string {
    return JSON.stringify(this.#asked());
  }

  #play(): void {
    const { at } = this.#now;
    if (this.end === 0) return;
    this.#put({ playing: true, at: at >= this.end ? this.#start() : at });
    let last: number | undefined;
    const tick = (now: number): void => {
      const { at: was, speed, playing } = this.#now;
      if (!playing) return;
      const to = Math.min(this.end, was + ((now - (last ?? now)) / 1000) * speed);
      last = now;
      this.#put({ at: to, playing: to < this.end });
      if (to < this.end) this.#frame = requestAnimationFrame(tick);
    };
    this.#frame = requestAnimationFrame(tick);
  }

  #start(): number {
    return Math.max(0, (this.#now.found?.info.change_s ?? 0) - BEFORE_S);
  }

  #prepare(): void {
    const { text } = this.store.state;
    if (text === undefined || hasError(this.store.state)) {
      this.#put({ run: { kind: "idle" } });
      return;
    }
    this.#offer(text);
    const step = this.#asked();
    if (step === undefined) {
      const old = this.#now.found;
      this.#put({ found: undefined, run: { kind: "idle" } });
      old?.scene.free();
      return;
    }
    void this.#run(step);
  }

  /** What the controls offer for a text. */
  #offer(text: string): void {
    this.#put({ form: this.attempt(() => this.core.incidentForm(text)) });
  }

  /** What is to be played; nothing without a step, or where the strategy refuses it. */
  #asked(): Step | undefined {
    const { text, place, form, shown } = this.store.state;
    const steps = form?.steps.length ?? 0;
    if (text === undefined || form === undefined || steps === 0) return undefined;
    const strategy = Math.min(place.strategy, form.strategies.length - 1);
    const phase = Math.max(1, Math.min(steps, place.target));
    const refused = shown?.text === text ? shown.info.strategies[strategy]?.refused : undefined;
    return refused !== undefined && refused.step <= phase ? undefined : { text, strategy, phase };
  }

  async #run(step: Step): Promise<void> {
    const abort = new AbortController();
    this.#abort = abort;
    this.#put({ run: { kind: "running", done: 0, total: 0, seen: "not-yet" } });
    const timers = ([["busy", BUSY_AFTER_MS], ["long", LONG_AFTER_MS]] as const).map(([seen, after]) =>
      setTimeout(() => {
        this.#progress(abort.signal, { seen });
      }, after),
    );
    try {
      const report = await this.core.incident(step, {
        signal: abort.signal,
        onProgress: (done, total) => {
          this.#progress(abort.signal, { done, total });
        },
      });
      if (!abort.signal.aborted) this.#found(step, report);
    } catch (error) {
      if (!abort.signal.aborted) this.#put({ run: { kind: "failed", message: told(error) } });
    } finally {
      timers.forEach(clearTimeout);
    }
  }

  #progress(signal: AbortSignal, change: { done?: number; total?: number; seen?: "busy" | "long" }): void {
    const { run } = this.#now;
    if (!signal.aborted && run.kind === "running") this.#put({ run: { ...run, ...change } });
  }

  #found(step: Step, report: Uint8Array): void {
    const scene = this.core.incidentScene(report);
    const info = this.core.draw(() => scene.info());
    const old = this.#now.found;
    cancelAnimationFrame(this.#frame);
    this.#put({ found: { scene, info, text: step.text }, run: { kind: "idle" }, playing: false, whole: info.first_s === info.end_s });
    old?.scene.free();
    if (this.#openAt !== undefined) {
      if (this.#openAt > info.first_s) this.setWhole(true);
      this.go(this.#openAt);
    } else if (reduced.matches) this.go(this.end);
    else {
      this.go(this.#start());
      this.#play();
    }
    // The run of the scenario may still choose the strategy and the step: then the link's moment is theirs.
    if (this.store.state.shown?.text === step.text) this.#openAt = undefined;
    // A text that says what the finder varies is about its map.
    if (/^\s*tipping\s*=/mu.test(step.text) && this.#now.map === undefined && this.#now.mapRun.kind === "idle") void this.map();
  }

  #stop(): void {
    this.#abort?.abort(new DOMException("the incident was given up", "AbortError"));
    this.#abort = undefined;
    this.cancelMap();
  }

  get #now(): IncidentState {
    return this.store.state.incident;
  }

  #put(change: Partial<IncidentState>): void {
    this.store.update({ incident: { ...this.#now, ...change } });
  }
}
