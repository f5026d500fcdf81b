// What plays a simulation of the step that is shown, while anybody sees its panel: when it is run anew, the run, the clock.
import type { Service, Step } from "../core/service.ts";
import { hasError, isHeld, isSeen, type RunState, type State } from "./model.ts";
import type { Store } from "./store.ts";
import { told } from "./page.ts";

/** What is typed rests so long before it is played. */
const REST_MS = 250;
/** From then on the panel says that it is at work, and how far. */
const BUSY_AFTER_MS = 100;
const LONG_AFTER_MS = 1000;

const reduced = matchMedia("(prefers-reduced-motion: reduce)");

type Wish = readonly [State["text"], State["checked"], number, number];

/** What every panel that plays keeps. */
export interface Played {
  readonly found: object | undefined;
  readonly run: RunState;
  /** The moment that is shown, seconds. */
  readonly at: number;
  readonly playing: boolean;
  /** Simulated seconds a second. */
  readonly speed: number;
}

/** How far a run is, and whether it is still wanted. */
export interface Work {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

export abstract class Player {
  #abort: AbortController | undefined;
  #wish: Wish | undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #frame = 0;
  protected opensAt: number | undefined;

  constructor(
    readonly name: "migration" | "incident",
    protected readonly store: Store,
    protected readonly core: Service,
    /** Does something with the whole core, which alone knows simulations. */
    private readonly withWhole: (then: () => void) => void,
    protected readonly attempt: <T>(call: () => T) => T | undefined,
  ) {}

  protected abstract get played(): Played;
  protected abstract keep(change: Partial<Played>): void;
  /** The last moment that is shown, 0 where there is nothing to play. */
  abstract get end(): number;
  /** Where playing begins again after the end. */
  protected abstract get begin(): number;
  /** What the controls offer for a text without an error. */
  protected abstract offer(text: string): void;
  /** Plays what the text says, once its controls are there. */
  protected abstract prepare(): void;

  follow(now: State, before: State): void {
    if (!isSeen(now, this.name) || now.core.kind !== "ready") {
      if (isSeen(before, this.name) && this.played.playing) this.pause();
      return;
    }
    const wish: Wish = [now.text, now.checked, now.place.strategy, now.place.target];
    if (this.#wish?.every((value, index) => value === wish[index]) === true) return;
    const typed = this.#wish !== undefined && this.#wish[0] !== wish[0];
    this.#wish = wish;
    this.stop();
    clearTimeout(this.#rest);
    if (typed && this.played.found !== undefined) {
      // The controls follow at once, the run when typing rests.
      if (this.core.whole && now.text !== undefined && !hasError(now)) this.offer(now.text);
      this.#rest = setTimeout(this.#prepare, REST_MS);
    } else this.#prepare();
  }

  readonly #prepare = (): void => {
    this.withWhole(() => {
      const { text } = this.store.state;
      if (text === undefined || isHeld(this.store.state)) {
        this.keep({ run: { kind: "idle" } });
        return;
      }
      this.offer(text);
      this.prepare();
    });
  };

  get isPlaying(): boolean {
    return this.played.playing;
  }

  /** Whether the clock came to rest somewhere else: that belongs into the address. */
  rests(now: State, before: State): boolean {
    const [is, was] = [now[this.name], before[this.name]];
    return is !== was && !is.playing && (is.at !== was.at || was.playing);
  }

  /** The next run that is played opens at a moment. */
  openAt(at: number | undefined): void {
    this.opensAt = at;
    this.#wish = undefined;
  }

  play(): void {
    const { at, playing } = this.played;
    if (this.end === 0 || playing) return;
    this.keep({ playing: true, at: at >= this.end ? this.begin : at });
    let last: number | undefined;
    const tick = (now: number): void => {
      const { at: was, speed, playing: goesOn } = this.played;
      if (!goesOn) return;
      const to = Math.min(this.end, was + ((now - (last ?? now)) / 1000) * speed);
      last = now;
      this.keep({ at: to, playing: to < this.end });
      if (to < this.end) this.#frame = requestAnimationFrame(tick);
    };
    this.#frame = requestAnimationFrame(tick);
  }

  pause(): void {
    if (this.played.playing) this.go(this.played.at);
  }

  toggle(): void {
    if (this.played.playing) this.pause();
    else this.play();
  }

  /** Goes to a moment that a link can name, and rests there. */
  go(at: number): void {
    cancelAnimationFrame(this.#frame);
    this.keep({ playing: false, at: Math.round(Math.max(0, Math.min(this.end, at)) * 1000) / 1000 });
  }

  setSpeed(speed: number): void {
    this.keep({ speed });
  }

  /** From the beginning; who wants no motion sees the end. */
  start(): void {
    this.go(reduced.matches ? this.end : this.begin);
    if (!reduced.matches) this.play();
  }

  cancel(): void {
    this.stop();
    this.keep({ run: { kind: "waiting", costMs: 0 } });
  }

  /** Starts what was given up, or failed. */
  again(): void {
    this.stop();
    this.#prepare();
  }

  protected stop(): void {
    this.#abort?.abort(new DOMException(`the ${this.name} was given up`, "AbortError"));
    this.#abort = undefined;
  }

  /** What is to be played; nothing without a step, or where the strategy refuses it. */
  protected step(): Step | undefined {
    const { text, place, form, shown } = this.store.state;
    const steps = form?.steps.length ?? 0;
    if (text === undefined || form === undefined || steps === 0) return undefined;
    const strategy = Math.min(place.strategy, form.strategies.length - 1);
    const phase = Math.max(1, Math.min(steps, place.target));
    const refused = shown?.text === text ? shown.info.strategies[strategy]?.refused : undefined;
    return refused !== undefined && refused.step <= phase ? undefined : { text, strategy, phase };
  }

  /** Runs in a worker, with what the panel says meanwhile. */
  protected async run(work: (options: Work) => Promise<Uint8Array>, found: (report: Uint8Array) => void): Promise<void> {
    const abort = new AbortController();
    this.#abort = abort;
    this.keep({ run: { kind: "running", done: 0, total: 0, seen: "not-yet" } });
    const tell = (change: { done?: number; total?: number; seen?: "busy" | "long" }): void => {
      const { run } = this.played;
      if (!abort.signal.aborted && run.kind === "running") this.keep({ run: { ...run, ...change } });
    };
    const timers = ([["busy", BUSY_AFTER_MS], ["long", LONG_AFTER_MS]] as const).map(([seen, after]) =>
      setTimeout(() => {
        tell({ seen });
      }, after),
    );
    try {
      const report = await work({
        signal: abort.signal,
        onProgress: (done, total) => {
          tell({ done, total });
        },
      });
      if (!abort.signal.aborted) found(report);
    } catch (error) {
      if (!abort.signal.aborted) this.keep({ run: { kind: "failed", message: told(error) } });
    } finally {
      timers.forEach(clearTimeout);
    }
  }
}
