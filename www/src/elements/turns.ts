// The first drawing of the page, in turns: the browser shows the first text and answers between elements, instead of after all of them.
import { breathe } from "../breathe.ts";

/** So long elements are drawn one after another before the browser has its turn. */
const TURN_MS = 8;
/** A page that is not looked at is never painted. */
const PAINTED_MS = 200;

export class Turns {
  #last: Promise<void> = painted();
  #began = 0;
  #held: Promise<void> | undefined;
  #release: () => void = () => undefined;

  /** When an element may be drawn. */
  next(): Promise<void> {
    this.#last = this.#last.then(() => this.#room());
    return this.#last;
  }

  /** When all that waits has been drawn. */
  async drawn(): Promise<void> {
    let last: Promise<void>;
    do {
      last = this.#last;
      await last;
      await breathe();
    } while (last !== this.#last);
  }

  /** Nothing is drawn until `release`: what it would show is being computed. */
  hold(): void {
    this.#held = new Promise((resolve) => {
      this.#release = resolve;
    });
  }

  release(): void {
    this.#release();
    this.#held = undefined;
  }

  async #room(): Promise<void> {
    await this.#held;
    if (performance.now() - this.#began < TURN_MS) return;
    await breathe();
    this.#began = performance.now();
  }
}

/** When what stands on the page has been painted. */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      void breathe().then(resolve);
    });
    setTimeout(resolve, PAINTED_MS);
  });
}
