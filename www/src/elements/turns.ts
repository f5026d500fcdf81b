// The first drawing of the page, in turns: the browser shows the first text and answers between elements, instead of after all of them.
import { breathe } from "../breathe.ts";

/** So long elements are drawn one after another before the browser has its turn. */
const TURN_MS = 8;
/** A page that is not looked at is never painted. */
const PAINTED_MS = 200;

export class Turns {
  #last: Promise<void> = painted();
  #began = 0;

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

  async #room(): Promise<void> {
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
