// A reactive controller for the ring: what is focused, by mouse, touch or keyboard, and the words for it.
import type { LitElement, ReactiveController } from "lit";
import type { Direction, Focus, Named, RingView } from "../core/types.ts";
import { Painted, type Sheet } from "./canvas.ts";
import { attempt, edit, store } from "./gateway.ts";
import { unveiled, type State } from "./model.ts";

const KEYS: Readonly<Record<string, Direction>> = {
  ArrowRight: "next",
  ArrowLeft: "previous",
  ArrowDown: "inward",
  ArrowUp: "outward",
  Home: "first",
  End: "last",
};

export class Ring implements ReactiveController {
  /** What is named under the ring. */
  focus: Focus | undefined;
  /** Stays until it is let go, whatever the mouse does. */
  pinned = false;
  readonly #painted: Painted;
  #leave: (() => void) | undefined;

  constructor(
    private readonly host: LitElement,
    find: () => HTMLCanvasElement | null,
  ) {
    host.addController(this);
    this.#painted = new Painted(host, find, paint(this), (state) => [state.place.step, state.place.progress, state.place.strategy, state.veil, isPlain(state)]);
  }

  hostConnected(): void {
    this.#leave = store.subscribe((now, before) => {
      const other = now.shown !== before.shown || now.place.strategy !== before.place.strategy;
      if (other && this.focus !== undefined) this.clear();
    });
  }

  hostDisconnected(): void {
    this.#leave?.();
  }

  /** The words for what is focused. */
  get named(): Named | undefined {
    const { focus } = this;
    const asked = this.#view();
    if (focus === undefined || asked === undefined) return undefined;
    return attempt(() => asked.sheet.shown.scene.name(asked.view, focus));
  }

  point(event: PointerEvent): void {
    if (this.pinned) return;
    this.#take(this.#hit(event));
  }

  /** A click or a tap keeps what it hits; beside everything it lets go. */
  press(event: PointerEvent | MouseEvent): void {
    const hit = this.#hit(event);
    this.pinned = hit !== undefined;
    this.#take(hit);
    this.host.requestUpdate();
  }

  leave(): void {
    if (!this.pinned) this.#take(undefined);
  }

  clear(): void {
    this.pinned = false;
    this.#take(undefined);
  }

  /** A key of the keyboard; whether it meant something here. */
  key(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const direction = KEYS[event.key];
    if (direction !== undefined) return this.#walk(direction);
    switch (event.key) {
      case "Enter":
      case " ":
        this.pinned = this.focus !== undefined;
        this.host.requestUpdate();
        return true;
      case "Escape":
        this.clear();
        return true;
      case "a":
        this.add();
        return true;
      case "r":
      case "Delete":
        this.remove();
        return true;
      default:
        return false;
    }
  }

  /** A new step: one more node. */
  add(): void {
    const name = store.state.form?.next_name;
    edit({ do: "add_step", action: "add", ...(name === undefined ? {} : { node: name }) });
  }

  /** A new step: the focused node leaves. */
  remove(): void {
    const node = this.named?.node;
    if (node !== undefined) edit({ do: "add_step", action: "remove", node: node.name });
  }

  view({ width, height, theme, state }: Sheet): RingView {
    const { strategy, step, progress } = state.place;
    const phase = unveiled(state, step);
    const view: RingView = { strategy, phase, progress: phase === step ? progress : 1, width, height, theme, scale: 1, headline: state.veil === undefined && !isPlain(state) };
    return this.focus === undefined ? view : { ...view, focus: this.focus };
  }

  #walk(direction: Direction): boolean {
    const asked = this.#view();
    if (asked === undefined) return false;
    const { sheet, view } = asked;
    const next = attempt(() => sheet.shown.scene.neighbour(view, direction));
    if (next !== undefined) this.#take(next);
    return true;
  }

  #hit(event: MouseEvent): Focus | undefined {
    const asked = this.#view();
    if (asked === undefined) return undefined;
    const { sheet, view } = asked;
    const { left, top, width } = sheet.canvas.getBoundingClientRect();
    // When presenting, everything is larger than its own pixels.
    const larger = width / view.width;
    return attempt(() => sheet.shown.scene.hit(view, (event.clientX - left) / larger, (event.clientY - top) / larger));
  }

  #view(): { sheet: Sheet; view: RingView } | undefined {
    const { sheet } = this.#painted;
    return sheet === undefined ? undefined : { sheet, view: this.view(sheet) };
  }

  #take(focus: Focus | undefined): void {
    if (JSON.stringify(focus) === JSON.stringify(this.focus)) return;
    this.focus = focus;
    this.#painted.ask();
    this.host.requestUpdate();
  }
}

/** Whether a lesson says the finding in the ring's place. */
function isPlain({ lesson }: State): boolean {
  return lesson?.kind === "open" && lesson.plain;
}

function paint(ring: Ring): (sheet: Sheet) => void {
  return (sheet) => {
    sheet.shown.scene.paint_ring(sheet.canvas, ring.view(sheet), sheet.dpr);
  };
}
