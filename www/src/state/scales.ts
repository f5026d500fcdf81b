// The count of very many records, while anybody sees its panel: what is asked for, how long it will take, the run, what it found.
import type { Counted, Tick } from "../core/pool.ts";
import type { Service } from "../core/service.ts";
import { panelStrings } from "../panel-strings.ts";
import { hasError, isSeen, type CountAsked, type Found, type ScaleState, type State } from "./model.ts";
import type { Store } from "./store.ts";
import { strings, told } from "./page.ts";

export const RECORDS_MIN = 1000;
export const RECORDS_MAX = 1_000_000_000;
/** What is typed rests so long before it is measured. */
const REST_MS = 250;
/** So much counting tells how fast it goes, in slices of this length. */
const ESTIMATE_MS = 80;
const ESTIMATE_SLICE_MS = 15;
/** What runs often is compiled once more by the browser, for speed: it is measured until that makes less than this difference. */
const ESTIMATE_AGREES = 0.1;
const ESTIMATES_MAX = 6;
/** Progress is shown at most this often, what was found so far more seldom: it has to be added up. */
const PROGRESS_EVERY_MS = 100;
const SHOW_EVERY_MS = 250;
const BYTES_PER_MB = 1e6;

type Wish = readonly [State["text"], State["checked"], number, ScaleState["as"]];

export class Scales {
  #abort: AbortController | undefined;
  #wish: Wish | undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #estimating: { enough: boolean; over: Promise<void> } | undefined;

  constructor(
    private readonly store: Store,
    private readonly core: Service,
    /** Does something with the whole core, which alone counts so many. */
    private readonly withWhole: (then: () => void) => void,
    private readonly attempt: <T>(call: () => T) => T | undefined,
  ) {}

  follow(now: State, before: State): void {
    if (now.place.target !== before.place.target) this.set({ step: now.place.target });
    if (!isSeen(now, "scale") || now.core.kind !== "ready") return;
    const wish: Wish = [now.text, now.checked, now.scale.records, now.scale.as];
    const first = this.#wish === undefined;
    if (this.#wish?.every((value, index) => value === wish[index]) === true) return;
    this.#wish = wish;
    this.#stop();
    clearTimeout(this.#rest);
    this.#put({ asked: undefined, estimate: undefined, problem: "", run: { kind: "idle" } });
    const prepare = (): void => {
      this.withWhole(() => {
        this.#prepare();
      });
    };
    if (first) prepare();
    else this.#rest = setTimeout(prepare, REST_MS);
  }

  /** Changes what is asked for, or how it is shown. */
  set(change: Partial<Pick<ScaleState, "records" | "as" | "step" | "recordBytes" | "mbPerS">>): void {
    this.#put(change);
    const { found } = this.store.state.scale;
    if (found !== undefined && (change.step ?? change.recordBytes ?? change.mbPerS) !== undefined) this.#put({ found: this.#read(found) });
  }

  async start(): Promise<void> {
    const { asked } = this.store.state.scale;
    if (asked === undefined) return;
    this.#stop();
    const abort = new AbortController();
    this.#abort = abort;
    const began = performance.now();
    this.#put({ run: { kind: "running", done: 0, keysPerS: 0 } });
    try {
      await this.#estimated();
      const counted = await this.core.count({ text: asked.text, keys: asked.keys, signal: abort.signal, onTick: this.#ticks(asked, abort.signal) });
      if (abort.signal.aborted) return;
      const whole = { ms: performance.now() - began, hands: counted.hands };
      this.#show(asked, counted.parts, whole);
      this.#put({ run: { kind: "idle" }, estimate: whole });
    } catch (error) {
      if (!abort.signal.aborted) this.#put({ run: { kind: "failed", message: told(error) } });
    }
  }

  cancel(): void {
    this.#stop();
    this.#put({ run: { kind: "idle" } });
  }

  /** The copy of the text that has as many keys as are wanted; the reader's own stays as it is. */
  #prepare(): void {
    const { text, form, scale } = this.store.state;
    const { records } = scale;
    if (text === undefined || form === undefined || hasError(this.store.state)) return;
    if (records < RECORDS_MIN || records > RECORDS_MAX) {
      this.#put({ problem: panelStrings.scale.range });
      return;
    }
    const own = scale.as === "own" && form.keys.kind === "pattern";
    const { text: copy, error } = this.attempt(() => this.core.edit(text, { do: "set_keys", ...(own ? { count: records } : { ids: records }) })) ?? {};
    const keys = copy === undefined ? undefined : this.attempt(() => this.core.check(copy))?.form?.keys;
    if (copy === undefined || keys === undefined) {
      this.#put({ problem: error === undefined ? "" : strings.sentence(error) });
      return;
    }
    const asked: CountAsked = { text: copy, of: text, keys: keys.count + keys.pieces };
    this.#put({ asked });
    void this.#estimate(asked);
  }

  /** Measures in this browser how long it will take. */
  async #estimate(asked: CountAsked): Promise<void> {
    await this.#estimated();
    const { run, asked: now } = this.store.state.scale;
    if (now !== asked || run.kind === "running") return;
    const one = { enough: false, over: Promise.resolve() };
    one.over = this.#measure(asked, one);
    this.#estimating = one;
    await one.over;
    if (this.#estimating === one) this.#estimating = undefined;
  }

  async #measure(asked: CountAsked, one: { readonly enough: boolean }): Promise<void> {
    let before = Infinity;
    for (let round = 0; round < ESTIMATES_MAX; round += 1) {
      const found = await this.#measured(asked, one);
      if (found === undefined || one.enough || this.store.state.scale.asked !== asked) return;
      const { buildMs, keysPerMs, hands } = found;
      const ms = buildMs + (keysPerMs > 0 ? asked.keys / keysPerMs : 0);
      this.#put({ estimate: { ms, hands } });
      if (ms > before * (1 - ESTIMATE_AGREES) || buildMs > ESTIMATE_MS) return;
      before = ms;
    }
  }

  /** Counts a little; nothing where that fails: whoever starts the run is told why. */
  async #measured(asked: CountAsked, one: { readonly enough: boolean }): Promise<Counted | undefined> {
    try {
      return await this.core.count({
        text: asked.text,
        keys: asked.keys,
        signal: new AbortController().signal,
        onTick: () => undefined,
        sliceMs: ESTIMATE_SLICE_MS,
        enough: (ms) => one.enough || ms >= ESTIMATE_MS,
      });
    } catch {
      return undefined;
    }
  }

  /** Ends a measurement that is at work: who counts does one thing at a time. */
  async #estimated(): Promise<void> {
    const one = this.#estimating;
    if (one === undefined) return;
    one.enough = true;
    await one.over;
  }

  #ticks(asked: CountAsked, signal: AbortSignal): (tick: Tick) => void {
    let [told, shown] = [0, 0];
    return ({ done, keysPerS, parts }) => {
      const now = performance.now();
      if (signal.aborted) return;
      if (parts !== undefined && now - shown >= SHOW_EVERY_MS) {
        shown = now;
        this.#show(asked, parts, undefined);
      }
      if (now - told < PROGRESS_EVERY_MS) return;
      told = now;
      this.#put({ run: { kind: "running", done, keysPerS } });
    };
  }

  #show(asked: CountAsked, parts: readonly Uint8Array[], whole: Found["whole"]): void {
    const found = this.attempt(() => this.#read({ scene: this.core.scaleScene(asked.text, parts), asked, whole }));
    const old = this.store.state.scale.found;
    if (found === undefined) return;
    this.#put({ found });
    old?.scene.free();
  }

  /** What a scene says of the step that is looked at. */
  #read({ scene, asked, whole }: Pick<Found, "scene" | "asked" | "whole">): Found {
    const { step, recordBytes, mbPerS } = this.store.state.scale;
    const read = (at: number): Found => ({ scene, asked, whole, step: at, table: scene.table(at, recordBytes, mbPerS * BYTES_PER_MB), words: scene.describe(at), keys: scene.keys });
    const found = read(step);
    const last = found.table.steps.length - 1;
    return step > last ? read(last) : found;
  }

  #stop(): void {
    this.#abort?.abort(new DOMException("the count was given up", "AbortError"));
    this.#abort = undefined;
  }

  #put(change: Partial<ScaleState>): void {
    this.store.update({ scale: { ...this.store.state.scale, ...change } });
  }
}
