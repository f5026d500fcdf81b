// The sweep of the text, while anybody sees its panel: its controls, its run in the worker, its chart.
import type { Service } from "../core/service.ts";
import { isHeld, isSeen, type Chart, type State, type SweepState } from "./model.ts";
import type { Store } from "./store.ts";
import { told } from "./page.ts";

/** A sweep that is estimated longer than this waits for a press. */
const ASK_ABOVE_MS = 1500;
/** From then on the panel shows how far it is, and offers to cancel. */
const LONG_AFTER_MS = 300;

export class Sweeps {
  #abort: AbortController | undefined;

  constructor(
    private readonly store: Store,
    private readonly core: Service,
    /** Does something with the whole core, which alone knows sweeps. */
    private readonly withWhole: (then: () => void) => void,
    private readonly attempt: <T>(call: () => T) => T | undefined,
  ) {}

  follow(now: State, before: State): void {
    if (!isSeen(now, "sweep") || now.core.kind !== "ready") return;
    if (isSeen(before, "sweep") && now.text === before.text && now.checked === before.checked) return;
    this.#stop();
    this.withWhole(() => {
      this.#prepare();
    });
  }

  /** Starts the sweep that waited for a press, or one that failed. */
  start(): void {
    const { text, sweep } = this.store.state;
    if (text === undefined || sweep.form?.asked === undefined || isHeld(this.store.state)) return;
    this.#stop();
    void this.#run(text, sweep.form.cost_ms);
  }

  cancel(): void {
    this.#stop();
    this.#put({ run: { kind: "waiting", costMs: this.store.state.sweep.form?.cost_ms ?? 0 } });
  }

  /** Reads what the text asks for; what takes a moment is run at once. */
  #prepare(): void {
    const { text, sweep } = this.store.state;
    if (text === undefined || isHeld(this.store.state)) {
      this.#put({ run: { kind: "idle" } });
      return;
    }
    const form = this.attempt(() => this.core.sweepForm(text));
    if (form?.asked === undefined || sweep.chart?.text === text) this.#put({ form, run: { kind: "idle" } });
    else if (form.cost_ms > ASK_ABOVE_MS) this.#put({ form, run: { kind: "waiting", costMs: form.cost_ms } });
    else {
      this.#put({ form });
      void this.#run(text, form.cost_ms);
    }
  }

  async #run(text: string, costMs: number): Promise<void> {
    const abort = new AbortController();
    this.#abort = abort;
    this.#put({ run: { kind: "running", done: 0, total: 0, seen: "not-yet" } });
    const timer = setTimeout(() => {
      this.#progress(abort.signal, { seen: "long" });
    }, LONG_AFTER_MS);
    try {
      const report = await this.core.sweep(text, {
        costMs,
        signal: abort.signal,
        onProgress: (done, total) => {
          this.#progress(abort.signal, { done, total });
        },
      });
      if (!abort.signal.aborted) this.#show(text, report);
    } catch (error) {
      if (!abort.signal.aborted) this.#put({ run: { kind: "failed", message: told(error) } });
    } finally {
      clearTimeout(timer);
    }
  }

  #progress(signal: AbortSignal, change: { done?: number; total?: number; seen?: "long" }): void {
    const { run } = this.store.state.sweep;
    if (signal.aborted || run.kind !== "running") return;
    this.#put({ run: { ...run, ...change } });
  }

  #show(text: string, report: Uint8Array): void {
    const scene = this.core.sweepScene(report);
    const chart: Chart = this.core.draw(() => ({ scene, table: scene.table(), words: scene.describe(), text }));
    const old = this.store.state.sweep.chart;
    this.#put({ chart, run: { kind: "idle" } });
    old?.scene.free();
  }

  #stop(): void {
    this.#abort?.abort(new DOMException("the sweep was given up", "AbortError"));
    this.#abort = undefined;
  }

  #put(change: Partial<SweepState>): void {
    this.store.update({ sweep: { ...this.store.state.sweep, ...change } });
  }
}
