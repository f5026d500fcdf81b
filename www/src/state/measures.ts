// The times that were measured in this browser: taken on demand, kept until the text changes.
import type { Service } from "../core/service.ts";
import { NOT_MEASURED, type MeasureState, type State } from "./model.ts";
import type { Store } from "./store.ts";

export class Measures {
  #abort: AbortController | undefined;

  constructor(
    private readonly store: Store,
    private readonly core: Service,
  ) {}

  /** Times every strategy that is shown, in the phase that is shown. */
  async start(): Promise<void> {
    const { shown, place } = this.store.state;
    if (shown === undefined) return;
    this.#stop();
    const abort = new AbortController();
    this.#abort = abort;
    const phase = place.target;
    const { strategies } = shown.info;
    const able = strategies.flatMap(({ moved }, index) => (phase < moved.length ? [index] : []));
    this.#put({ running: { done: 0, total: 1 }, error: "" });
    try {
      const timings = await this.core.measure(shown.text, phase, able, {
        signal: abort.signal,
        onProgress: (done, total) => {
          if (!abort.signal.aborted) this.#put({ running: { done, total } });
        },
      });
      if (abort.signal.aborted) return;
      const all = strategies.map((_, index) => timings[able.indexOf(index)]);
      this.#put({ phases: new Map(this.store.state.measured.phases).set(phase, all), running: undefined });
    } catch (error) {
      if (!abort.signal.aborted) this.#put({ running: undefined, error: error instanceof Error ? error.message : String(error) });
    }
  }

  cancel(): void {
    this.#stop();
    this.#put({ running: undefined });
  }

  /** Another run is shown: its times are not known. */
  follow(now: State, before: State): void {
    if (now.shown?.text === before.shown?.text || now.measured === NOT_MEASURED) return;
    this.#stop();
    this.store.update({ measured: NOT_MEASURED });
  }

  #stop(): void {
    this.#abort?.abort(new DOMException("the measurement was given up", "AbortError"));
    this.#abort = undefined;
  }

  #put(change: Partial<MeasureState>): void {
    this.store.update({ measured: { ...this.store.state.measured, ...change } });
  }
}
