// The migration of the step that is shown, while anybody sees its panel: its runs in a worker, its clock, the story of a key.
import type { Service, StepAsked } from "../core/service.ts";
import type { MigrationForm } from "../core/types.ts";
import { hasError, isSeen, type MigrationFound, type MigrationState, type State } from "./model.ts";
import type { Store } from "./store.ts";
import { told } from "./told.ts";

/** The simulation's own step, seconds. */
export const TICK_S = 0.05;
export const SPEEDS: readonly number[] = [0.2, 1, 2, 5, 10, 50, 200, 1000];
/** A migration is played in at most so many seconds, unless the reader chose a speed. */
const PLAYED_IN_S = 16;
/** What is typed rests so long before it is played. */
const REST_MS = 250;
/** From then on the panel says that it is at work, and how far. */
const BUSY_AFTER_MS = 100;
const LONG_AFTER_MS = 1000;

const reduced = matchMedia("(prefers-reduced-motion: reduce)");

type Wish = readonly [State["text"], State["checked"], number, number];

export class Migrations {
  #abort: AbortController | undefined;
  #telling: AbortController | undefined;
  #wish: Wish | undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #frame = 0;
  #openAt: number | undefined;
  #chosenSpeed = false;

  constructor(
    private readonly store: Store,
    private readonly core: Service,
    /** Does something with the whole core, which alone knows migrations. */
    private readonly withWhole: (then: () => void) => void,
    private readonly attempt: <T>(call: () => T) => T | undefined,
  ) {}

  follow(now: State, before: State): void {
    if (!isSeen(now, "migration") || now.core.kind !== "ready") {
      if (isSeen(before, "migration") && now.migration.playing) this.pause();
      return;
    }
    const wish: Wish = [now.text, now.checked, now.place.strategy, now.place.target];
    if (this.#wish?.every((value, index) => value === wish[index]) === true) return;
    const first = this.#wish?.[0] !== wish[0];
    this.#wish = wish;
    this.#stop();
    clearTimeout(this.#rest);
    const prepare = (): void => {
      this.withWhole(() => {
        this.#prepare();
      });
    };
    if (this.#now.found === undefined || !first) prepare();
    else this.#rest = setTimeout(prepare, REST_MS);
  }

  /** Whether the clock came to rest somewhere else: that belongs into the address. */
  rests(now: State, before: State): boolean {
    const { migration } = now;
    return migration !== before.migration && !migration.playing && (migration.at !== before.migration.at || before.migration.playing);
  }

  /** The next migration that is played opens at a moment. */
  openAt(at: number | undefined): void {
    this.#openAt = at;
    this.#wish = undefined;
  }

  play(): void {
    const { found, at, playing } = this.#now;
    if (found === undefined || playing) return;
    this.#put({ playing: true, at: at >= found.end ? 0 : at });
    let last: number | undefined;
    const tick = (now: number): void => {
      const { found: shown, at: was, speed, playing: goesOn } = this.#now;
      if (shown === undefined || !goesOn) return;
      const to = Math.min(shown.end, was + ((now - (last ?? now)) / 1000) * speed);
      last = now;
      this.#put({ at: to, playing: to < shown.end });
      if (to < shown.end) this.#frame = requestAnimationFrame(tick);
    };
    this.#frame = requestAnimationFrame(tick);
  }

  pause(): void {
    if (!this.#now.playing) return;
    cancelAnimationFrame(this.#frame);
    // A moment that a link can name.
    this.#put({ playing: false, at: Math.round(this.#now.at * 1000) / 1000 });
  }

  toggle(): void {
    if (this.#now.playing) this.pause();
    else this.play();
  }

  /** Goes to a moment, and rests there. */
  go(at: number): void {
    cancelAnimationFrame(this.#frame);
    const end = this.#now.found?.end ?? 0;
    this.#put({ playing: false, at: Math.round(Math.max(0, Math.min(end, at)) * 1000) / 1000 });
  }

  /** So many ticks forward, or back. */
  tick(ticks: number): void {
    const tick = Math.round(this.#now.at / TICK_S) + ticks;
    this.go(tick * TICK_S);
  }

  setSpeed(speed: number): void {
    this.#chosenSpeed = true;
    this.#put({ speed });
  }

  cancel(): void {
    this.#stop();
    this.#put({ run: { kind: "waiting", costMs: 0 } });
  }

  /** Starts what was given up, or failed. */
  again(): void {
    this.#stop();
    this.#prepare();
  }

  /** Tells the story of a key; of the empty one, that of the key that fared worst. */
  async tell(key: string): Promise<void> {
    const step = this.#asked(this.#now.form);
    if (step === undefined) return;
    this.#telling?.abort();
    const abort = new AbortController();
    this.#telling = abort;
    this.#put({ key, telling: true });
    try {
      const story = await this.core.story(step, key, { signal: abort.signal });
      if (!abort.signal.aborted) this.#put({ story, telling: false });
    } catch (error) {
      if (!abort.signal.aborted) this.#put({ telling: false, run: { kind: "failed", message: told(error) } });
    }
  }

  #prepare(): void {
    const { text } = this.store.state;
    if (text === undefined || hasError(this.store.state)) {
      this.#put({ run: { kind: "idle" } });
      return;
    }
    const form = this.attempt(() => this.core.migrationForm(text));
    const step = this.#asked(form);
    if (step === undefined) {
      this.#show(undefined);
      this.#put({ form, run: { kind: "idle" } });
      return;
    }
    this.#put({ form });
    const of = this.#of(step);
    // The other policies were run too: the picture changes at once, the strategies beside it follow.
    if (this.#now.found?.of === of) this.#watch(step.watched);
    void this.#run(step, of);
  }

  /** What is to be played; nothing without a step, or where the strategy refuses it. */
  #asked(form: MigrationForm | undefined): StepAsked | undefined {
    const { text, place, form: whole, shown } = this.store.state;
    const steps = whole?.steps.length ?? 0;
    const watched = form?.policies[0];
    if (text === undefined || whole === undefined || watched === undefined || steps === 0) return undefined;
    const strategy = Math.min(place.strategy, whole.strategies.length - 1);
    const phase = Math.max(1, Math.min(steps, place.target));
    const refused = shown?.text === text ? shown.info.strategies[strategy]?.refused : undefined;
    return refused !== undefined && refused.step <= phase ? undefined : { text, strategy, phase, watched };
  }

  /** What the runs of a step depend on; the chosen policy changes nothing but the strategies beside it. */
  #of({ text, strategy, phase }: StepAsked): string {
    const bare = this.attempt(() => this.core.edit(text, { do: "set_simulation", section: "migration", param: "policy" }))?.text;
    return JSON.stringify([bare ?? text, strategy, phase]);
  }

  async #run(step: StepAsked, of: string): Promise<void> {
    const abort = new AbortController();
    this.#abort = abort;
    this.#put({ run: { kind: "running", done: 0, total: 0, seen: "not-yet" } });
    const timers = ([["busy", BUSY_AFTER_MS], ["long", LONG_AFTER_MS]] as const).map(([seen, after]) =>
      setTimeout(() => {
        this.#progress(abort.signal, { seen });
      }, after),
    );
    try {
      const report = await this.core.migration(step, {
        signal: abort.signal,
        onProgress: (done, total) => {
          this.#progress(abort.signal, { done, total });
        },
      });
      if (!abort.signal.aborted) this.#found(step, of, report);
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

  #found(step: StepAsked, of: string, report: Uint8Array): void {
    const scene = this.core.migrationScene(report);
    const info = this.core.draw(() => scene.info());
    const same = this.#now.found?.of === of;
    const policy = Math.max(0, info.rows.findIndex((row) => row.policy === step.watched));
    const end = Math.max(info.rows[policy]?.end_s ?? 0, ...info.beside.map(({ last_s }) => last_s));
    this.#show({ scene, info, of, end });
    this.#put({ policy, run: { kind: "idle" }, at: Math.min(this.#now.at, end) });
    if (!this.#chosenSpeed) this.#put({ speed: SPEEDS.find((speed) => speed >= 1 && end / speed <= PLAYED_IN_S) ?? SPEEDS.at(-1) ?? 1 });
    if (!same || this.#openAt !== undefined) this.#begin(end);
    this.#openAt = undefined;
    // The same key under another policy is another story; with other keys, the one that fared worst.
    void this.tell(same ? this.#now.key : "");
  }

  /** Plays from the start; a link names its moment, and who wants no motion sees the end. */
  #begin(end: number): void {
    if (this.#openAt !== undefined) this.go(this.#openAt);
    else if (reduced.matches) this.go(end);
    else {
      this.go(0);
      this.play();
    }
  }

  /** Another of the policies that were run. */
  #watch(watched: string): void {
    const policy = this.#now.found?.info.rows.findIndex((row) => row.policy === watched) ?? -1;
    if (policy < 0 || policy === this.#now.policy) return;
    this.#put({ policy, story: undefined });
  }

  #show(found: MigrationFound | undefined): void {
    const old = this.#now.found;
    this.#put({ found, story: undefined });
    old?.scene.free();
  }

  #stop(): void {
    this.#abort?.abort(new DOMException("the migration was given up", "AbortError"));
    this.#abort = undefined;
  }

  get #now(): MigrationState {
    return this.store.state.migration;
  }

  #put(change: Partial<MigrationState>): void {
    this.store.update({ migration: { ...this.#now, ...change } });
  }
}
