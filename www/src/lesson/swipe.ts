// Swiping sideways over an element: on, or back.
import type { ReactiveController, ReactiveControllerHost } from "lit";

/** A finger goes at least so far, and twice as far sideways as up or down: the rest is scrolling. */
const FAR_PX = 56;
const SIDEWAYS = 2;

export class Swipe implements ReactiveController {
  #from: { readonly x: number; readonly y: number } | undefined;

  constructor(
    private readonly host: ReactiveControllerHost & HTMLElement,
    private readonly on: () => void,
    private readonly back: () => void,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.host.addEventListener("touchstart", this.#start, { passive: true });
    this.host.addEventListener("touchend", this.#end, { passive: true });
  }

  hostDisconnected(): void {
    this.host.removeEventListener("touchstart", this.#start);
    this.host.removeEventListener("touchend", this.#end);
  }

  readonly #start = ({ touches, target }: TouchEvent): void => {
    const [finger, second] = [touches[0], touches[1]];
    // Two fingers zoom; a slider and what scrolls sideways are for dragging themselves.
    const own = target instanceof Element && target.closest('input[type="range"], pre') !== null;
    this.#from = finger === undefined || second !== undefined || own ? undefined : { x: finger.clientX, y: finger.clientY };
  };

  readonly #end = ({ changedTouches }: TouchEvent): void => {
    const [from, to] = [this.#from, changedTouches[0]];
    this.#from = undefined;
    if (from === undefined || to === undefined) return;
    const [right, down] = [to.clientX - from.x, to.clientY - from.y];
    if (Math.abs(right) < FAR_PX || Math.abs(right) < SIDEWAYS * Math.abs(down)) return;
    if (right < 0) this.on();
    else this.back();
  };
}
