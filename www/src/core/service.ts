// The core as the page's state knows it: small calls at once, long ones in a worker or, where none starts, in slices.
import type { OnProgress, Results, Task } from "./contract.ts";
import { Lane, NoWorker } from "./lane.ts";
import { loadCore, loadGlue, workerText, type OnBytes } from "./load.ts";
import { carryOut } from "./tasks.ts";
import type { Checked, Edit, Edited, HashInfo, KindInfo, LinkPlace, Opened, PresetInfo, Scene } from "./types.ts";

/** Runs that are estimated below this are done at once on the page's thread. */
export const AT_ONCE_MS = 8;
/** The longest that the page's thread is held by a slice. */
const SLICE_MS = 12;

/** The core broke in the middle of a call (a trap); the next call gets a fresh instance. */
export class CoreBroke extends Error {}

export interface Options {
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
  /** The estimate of the core, in milliseconds; without it the work is taken as long. */
  readonly costMs?: number;
}

export class Service {
  #module: WebAssembly.Module | undefined;
  #lanes: { readonly runs: Lane; readonly answers: Lane } | undefined;
  #broken = false;
  #noWorker = false;
  #worker: Promise<string> | undefined;
  /** Told when no worker starts here, so that the page can say so. */
  onNoWorker: () => void = () => undefined;

  /** Loads, compiles once and starts the page's own instance. */
  async load(onBytes: OnBytes): Promise<void> {
    this.#module ??= await loadCore(onBytes);
    wasm_bindgen.initSync({ module: this.#module });
    const text = (): Promise<string> => (this.#worker ??= this.#workerText());
    this.#lanes = { runs: new Lane(this.#module, text), answers: new Lane(this.#module, text) };
  }

  check(text: string): Checked {
    return this.#guarded(() => wasm_bindgen.check(text));
  }

  edit(text: string, edit: Edit): Edited {
    return this.#guarded(() => wasm_bindgen.edit(text, edit));
  }

  presets(): PresetInfo[] {
    return this.#guarded(() => wasm_bindgen.presets());
  }

  kinds(): KindInfo[] {
    return this.#guarded(() => wasm_bindgen.kinds());
  }

  hashes(): HashInfo[] {
    return this.#guarded(() => wasm_bindgen.hashes());
  }

  /** One of the scenario's keys. */
  randomKey(text: string): string {
    return this.#guarded(() => wasm_bindgen.random_key(text));
  }

  openLink(hash: string, search: string): Opened {
    return this.#guarded(() => wasm_bindgen.open_link(hash, search));
  }

  makeLink(text: string, place: LinkPlace): string {
    return this.#guarded(() => wasm_bindgen.make_link(text, place));
  }

  /** The scene of a finished report; the caller frees it. */
  scene(report: Uint8Array): Scene {
    return this.#guarded(() => new wasm_bindgen.Scene(report));
  }

  /** Calls into a scene. */
  draw<T>(call: () => T): T {
    return this.#guarded(call);
  }

  async run(text: string, options: Options): Promise<Uint8Array<ArrayBuffer>> {
    return this.#do("runs", { kind: "run", text }, options);
  }

  async route(text: string, key: string, phases: readonly number[], options: Options): Promise<Results["route"]> {
    return this.#do("answers", { kind: "route", text, key, phases }, options);
  }

  async csv(text: string, strategy: number, phase: number): Promise<string> {
    return this.#do("answers", { kind: "csv", text, strategy, phase }, {});
  }

  async json(text: string): Promise<string> {
    return this.#do("answers", { kind: "json", text }, {});
  }

  get broken(): boolean {
    return this.#broken;
  }

  /** A fresh instance after a trap; before the next action, never in the middle of one. */
  async mend(): Promise<void> {
    if (!this.#broken || this.#module === undefined) return;
    await loadGlue();
    wasm_bindgen.initSync({ module: this.#module });
    this.#broken = false;
  }

  async #do<T extends Task>(lane: "runs" | "answers", task: T, options: Options): Promise<Results[T["kind"]]> {
    const { onProgress = () => undefined, signal, costMs = Infinity } = options;
    await this.mend();
    // The contract pairs each task's kind with its result; TypeScript cannot follow it through the message.
    const typed = (result: unknown): Results[T["kind"]] => result as Results[T["kind"]];
    if (costMs < AT_ONCE_MS) return typed(await this.#onPage(task, onProgress, undefined, signal));
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

  async #onPage(task: Task, onProgress: OnProgress, rest: (() => Promise<void>) | undefined, signal?: AbortSignal): Promise<unknown> {
    try {
      return await carryOut(task, SLICE_MS, onProgress, rest, signal);
    } catch (error) {
      throw this.#judged(error);
    }
  }

  #lane(name: "runs" | "answers"): Lane {
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

  async #workerText(): Promise<string> {
    try {
      return await workerText();
    } catch (error) {
      this.#worker = undefined;
      throw error;
    }
  }
}

/** Lets the browser paint and hear clicks; a message channel comes back sooner than a timer. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
