// When a text is run: small ones at once, longer ones in the worker, very long ones only when asked for.
import { breathe } from "../breathe.ts";
import { AT_ONCE_MS } from "../core/cores.ts";
import type { Service } from "../core/service.ts";
import { isHeld, type Shown } from "./model.ts";
import type { Store } from "./store.ts";
import { told } from "./told.ts";

/** A run that is estimated longer than this waits for a press. */
const ASK_ABOVE_MS = 3000;
/** From then on the page shows that it works. */
const BUSY_AFTER_MS = 100;
/** From then on it shows how far it is, and offers to cancel. */
const LONG_AFTER_MS = 1000;

export class Runs {
  #abort: AbortController | undefined;

  constructor(
    private readonly store: Store,
    private readonly core: Service,
    private readonly onShown: (shown: Shown) => void,
  ) {}

  /** Starts what the text now wants; an older run is given up. */
  follow(): void {
    this.#stop();
    const { text, checked } = this.store.state;
    if (text === undefined || checked === undefined || isHeld(this.store.state)) {
      this.store.update({ run: { kind: "idle" } });
    } else if (text === this.store.state.shown?.text) {
      this.store.update({ run: { kind: "idle" } });
    } else {
      const costMs = this.#cost(text, checked.cost_ms);
      if (costMs > ASK_ABOVE_MS) this.store.update({ run: { kind: "waiting", costMs } });
      else void this.#run(text, costMs);
    }
  }

  /** Starts the run that waited for a press, or one that failed. */
  start(): void {
    const { text, checked } = this.store.state;
    if (text === undefined || checked === undefined || isHeld(this.store.state)) return;
    this.#stop();
    void this.#run(text, this.#cost(text, checked.cost_ms));
  }

  cancel(): void {
    this.#stop();
    const { text, checked } = this.store.state;
    const costMs = text === undefined || checked === undefined ? 0 : this.#cost(text, checked.cost_ms);
    this.store.update({ run: { kind: "waiting", costMs } });
  }

  /** What is left to do, since what is shown already holds for the strategies that did not change. */
  #cost(text: string, wholeMs: number): number {
    const { shown } = this.store.state;
    return shown === undefined || wholeMs < AT_ONCE_MS ? wholeMs : this.core.costAfter(text, shown.text);
  }

  #stop(): void {
    this.#abort?.abort(new DOMException("a newer run took its place", "AbortError"));
    this.#abort = undefined;
  }

  async #run(text: string, costMs: number): Promise<void> {
    const abort = new AbortController();
    this.#abort = abort;
    const timers = this.#watch(abort.signal);
    try {
      const { shown } = this.store.state;
      // The first run comes when the page has all at once to do.
      const rest = shown === undefined ? { rest: breathe } : {};
      await rest.rest?.();
      abort.signal.throwIfAborted();
      const earlier = shown === undefined ? undefined : { text: shown.text, report: shown.report };
      const report = await this.core.run(text, earlier, {
        costMs,
        signal: abort.signal,
        ...rest,
        onProgress: (done, total) => {
          this.#progress(abort.signal, { done, total });
        },
      });
      abort.signal.throwIfAborted();
      const expected = await this.core.expected(text, report, abort.signal);
      await rest.rest?.();
      abort.signal.throwIfAborted();
      const scene = this.core.scene(report);
      const info = this.core.draw(() => scene.info());
      await rest.rest?.();
      if (abort.signal.aborted) scene.free();
      else this.onShown({ scene, info, text, report, expected });
    } catch (error) {
      if (!abort.signal.aborted) this.store.update({ run: { kind: "failed", message: told(error) } });
    } finally {
      timers.forEach(clearTimeout);
    }
  }

  #watch(signal: AbortSignal): ReturnType<typeof setTimeout>[] {
    this.store.update({ run: { kind: "running", done: 0, total: 0, seen: "not-yet" } });
    const later = (ms: number, seen: "busy" | "long"): ReturnType<typeof setTimeout> =>
      setTimeout(() => {
        this.#progress(signal, { seen });
      }, ms);
    return [later(BUSY_AFTER_MS, "busy"), later(LONG_AFTER_MS, "long")];
  }

  #progress(signal: AbortSignal, change: { done?: number; total?: number; seen?: "busy" | "long" }): void {
    const { run } = this.store.state;
    if (signal.aborted || run.kind !== "running") return;
    this.store.update({ run: { ...run, ...change } });
  }
}
