// How long a worker that runs a learner's code may say nothing: a few seconds, and as long as the same text took before.
import type { Task } from "./contract.ts";

/** So long code may say nothing. It is looked at often, and a page that slept itself looks a few times more. */
const SILENT_MS = 2500;
const LOOK_EVERY_MS = 100;
const LOOKS_MIN = 5;
/** What has come to its end once may take as many times as long in a task that cannot say how far it is. */
const AS_LONG_TIMES = 3;

/** What is known of code: one for all workers that run it. */
export class Patience {
  #text = "";
  #tookMs = 0;

  /** A task that came to its end. */
  ended(task: Task, tookMs: number): void {
    const text = textOf(task);
    if (text === "") return;
    this.#tookMs = text === this.#text ? Math.max(this.#tookMs, tookMs) : tookMs;
    this.#text = text;
  }

  silence(task: Task): number {
    return textOf(task) === this.#text ? Math.max(SILENT_MS, AS_LONG_TIMES * this.#tookMs) : SILENT_MS;
  }
}

function textOf(task: Task): string {
  return "text" in task ? task.text : "";
}

/** Looks whether a task gives signs of life. */
export class Watchdog {
  readonly #began = performance.now();
  #at = this.#began;
  #looks = 0;
  readonly #timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly patience: Patience | undefined,
    private readonly task: Task,
    onSilence: () => void,
  ) {
    const silence = patience?.silence(task);
    if (silence === undefined) return;
    this.#timer = setInterval(() => {
      this.#looks += 1;
      if (this.#looks >= LOOKS_MIN && performance.now() - this.#at >= silence) onSilence();
    }, LOOK_EVERY_MS);
  }

  heard(): void {
    this.#at = performance.now();
    this.#looks = 0;
  }

  /** The task has its result. */
  done(): void {
    this.patience?.ended(this.task, performance.now() - this.#began);
  }

  end(): void {
    clearInterval(this.#timer);
  }
}
