// One worker that does one task at a time; made on demand, ended to cancel, replaced after a death.
import type { FromWorker, OnProgress, Result, Task, ToWorker } from "./contract.ts";
import { Watchdog, type Patience } from "./patience.ts";

/** A worker that has not answered by then is taken as one that cannot start here. */
const READY_WITHIN_MS = 4000;

/** No worker starts in this place: the same work has to be done on the page. */
export class NoWorker extends Error {}

/** The worker ended in the middle of a task. */
export class WorkerDied extends Error {}

/** Keys that stand beside texts, by their digest. */
export type Beside = ReadonlyMap<string, Uint8Array>;

/** A worker that runs a learner's code said nothing for so long that it was ended. */
export class ScriptStopped extends Error {}

interface Ready {
  readonly worker: Worker;
  /** The digests of the keys that it was handed. */
  readonly has: Set<string>;
  readonly free: () => void;
}

export class Lane {
  #ready: Promise<Ready> | undefined;
  #ends: ((why: unknown) => void) | undefined;
  #id = 0;
  /** Tasks that wait for the worker to start: it is needed, though nothing is at work yet. */
  #asks = 0;
  #retired = false;
  /** Whether the worker holds what is to be let go: the task at work is its last. */
  #stale = false;

  constructor(
    private readonly module: WebAssembly.Module,
    private readonly text: () => Promise<string>,
    private readonly beside: Beside,
    /** Where its tasks run a learner's code: one that says nothing for longer is ended. */
    private readonly patience?: Patience,
  ) {}

  /** Does a task; a task that is still at work is ended for it. */
  async ask(task: Task, onProgress: OnProgress, signal?: AbortSignal): Promise<Result> {
    this.stop(new DOMException("replaced by a newer task", "AbortError"));
    this.#ready ??= this.#start();
    const ready = this.#ready;
    let made: Ready;
    this.#asks += 1;
    try {
      made = await ready;
    } catch (error) {
      this.#ready = undefined;
      throw error;
    } finally {
      this.#asks -= 1;
    }
    if (signal?.aborted === true && this.#retired && this.#asks === 0) this.#drop();
    signal?.throwIfAborted();
    this.#handOver(made, task);
    return this.#task(made.worker, task, onProgress, signal);
  }

  /** Ends the task at work, if any; the next one gets a new worker. */
  stop(why: unknown): void {
    this.#ends?.(why);
  }

  /** Gets no more tasks: its worker ends when it has done the one at work, if any. */
  retire(): void {
    this.#retired = true;
    if (this.#ends === undefined && this.#asks === 0) this.#drop();
  }

  /** The worker is to hold nothing of before: the next task gets a new one. */
  renew(): void {
    this.#stale = this.#ends !== undefined || this.#asks > 0;
    if (!this.#stale) this.#drop();
  }

  /** Hands over the keys that a task names, each once a worker. */
  #handOver({ worker, has }: Ready, task: Task): void {
    if (!("text" in task)) return;
    const text = task.text.toLowerCase();
    for (const [sha256, keys] of this.beside) {
      if (has.has(sha256) || !text.includes(sha256)) continue;
      send(worker, { kind: "keys", sha256, keys });
      has.add(sha256);
    }
  }

  #task(worker: Worker, task: Task, onProgress: OnProgress, signal?: AbortSignal): Promise<Result> {
    const id = ++this.#id;
    return new Promise<Result>((resolve, reject) => {
      const watch = new Watchdog(this.patience, task, () => {
        end(new ScriptStopped("it did not answer"));
      });
      const settle = (): void => {
        watch.end();
        this.#ends = undefined;
        signal?.removeEventListener("abort", onAbort);
      };
      const end = (why: unknown): void => {
        settle();
        this.#drop();
        reject(why instanceof Error ? why : new WorkerDied(String(why)));
      };
      const onAbort = (): void => {
        end(signal?.reason);
      };
      this.#ends = end;
      signal?.addEventListener("abort", onAbort);
      worker.onerror = (event) => {
        event.preventDefault();
        end(new WorkerDied(event.message));
      };
      worker.onmessage = (event: MessageEvent<FromWorker>) => {
        const message = event.data;
        if (message.kind === "ready" || message.id !== id) return;
        watch.heard();
        if (message.kind === "progress") onProgress(message.done, message.total);
        else if (message.kind === "failed") end(new WorkerDied(message.message));
        else {
          watch.done();
          settle();
          if (this.#retired || this.#stale) this.#drop();
          resolve(message.result);
        }
      };
      send(worker, { kind: "task", id, task });
    });
  }

  #drop(): void {
    this.#stale = false;
    const ready = this.#ready;
    this.#ready = undefined;
    ready?.then(
      ({ free }) => {
        free();
      },
      () => undefined,
    );
  }

  async #start(): Promise<Ready> {
    let source: string;
    try {
      source = await this.text();
    } catch (error) {
      throw new NoWorker(String(error));
    }
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    try {
      const worker = new Worker(url);
      await answersReady(worker, this.module);
      return {
        worker,
        has: new Set(),
        free: () => {
          worker.terminate();
        },
      };
    } catch (error) {
      throw error instanceof NoWorker ? error : new NoWorker(String(error));
    } finally {
      URL.revokeObjectURL(url);
    }
  }
}

function answersReady(worker: Worker, module: WebAssembly.Module): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(timer);
      worker.terminate();
      reject(new NoWorker(why));
    };
    const timer = setTimeout(() => {
      fail("it did not answer in time");
    }, READY_WITHIN_MS);
    worker.onerror = (event) => {
      event.preventDefault();
      fail(event.message);
    };
    worker.onmessage = (event: MessageEvent<FromWorker>) => {
      if (event.data.kind !== "ready") return;
      clearTimeout(timer);
      resolve();
    };
    send(worker, { kind: "start", module });
  });
}

function send(worker: Worker, message: ToWorker): void {
  worker.postMessage(message);
}
