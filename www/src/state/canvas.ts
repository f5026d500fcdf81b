// A reactive controller for one canvas: painted again when its size, the screen, the theme or the state asks for it.
import type { LitElement, ReactiveController } from "lit";
import { attempt, store } from "./page.ts";
import { PRESENTED, type Shown, type State } from "./model.ts";
import * as theme from "./theme.ts";

/** What a painter is given. */
export interface Sheet {
  readonly canvas: HTMLCanvasElement;
  readonly shown: Shown;
  readonly width: number;
  readonly height: number;
  readonly theme: "light" | "dark";
  readonly dpr: number;
  readonly state: State;
}

/** Pictures that come for the first time have a frame to share, and the next one after so long: a page opens with five of them. */
const FIRST_MS = 8;
let frame = { time: 0, spentMs: 0 };
/** Those that ask for the first time. The smallest is painted first: what it calls is compiled by then for the larger ones. */
const firsts = new Set<Painted>();

export class Painted implements ReactiveController {
  #frame = 0;
  #hasPainted = false;
  #canvas: HTMLCanvasElement | undefined;
  #leave: (() => void) | undefined;
  #screen: MediaQueryList | undefined;
  readonly #sizes = new ResizeObserver(() => {
    this.ask();
  });

  constructor(
    private readonly host: LitElement,
    private readonly find: () => HTMLCanvasElement | null,
    private readonly paint: (sheet: Sheet) => void,
    private readonly read: (state: State) => readonly unknown[],
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#leave = store.subscribe((now, before) => {
      const old = this.read(before);
      const changed = now.shown !== before.shown || now.looks.theme !== before.looks.theme || now.looks.presenting !== before.looks.presenting;
      if (changed || this.read(now).some((value, index) => value !== old[index])) this.ask();
    });
    systemTheme.add(this.ask);
    this.#watchScreen();
  }

  hostDisconnected(): void {
    this.#leave?.();
    systemTheme.delete(this.ask);
    this.#screen?.removeEventListener("change", this.#watchScreen);
    this.#sizes.disconnect();
    this.#canvas = undefined;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    firsts.delete(this);
  }

  hostUpdated(): void {
    const canvas = this.find() ?? undefined;
    if (canvas === this.#canvas) return;
    this.#sizes.disconnect();
    this.#canvas = canvas;
    if (canvas !== undefined) this.#sizes.observe(canvas);
    this.ask();
  }

  /** Paints in the next frame, however often it is asked. */
  readonly ask = (): void => {
    if (this.#frame !== 0) return;
    if (!this.#hasPainted) firsts.add(this);
    this.#frame = requestAnimationFrame((time) => {
      this.#frame = 0;
      if (time !== frame.time) frame = { time, spentMs: 0 };
      firsts.delete(this);
      if (!this.#hasPainted && this.sheet !== undefined && (frame.spentMs > FIRST_MS || [...firsts].some((one) => one.#isSmallerThan(this)))) {
        this.ask();
        return;
      }
      const began = performance.now();
      this.#now();
      frame.spentMs += performance.now() - began;
    });
  };

  /** What would be painted on now; absent while there is nothing to paint or nowhere. */
  get sheet(): Sheet | undefined {
    const { state } = store;
    const canvas = this.#canvas;
    if (state.shown === undefined || canvas === undefined) return undefined;
    const { clientWidth: width, clientHeight: height } = canvas;
    if (width < 8 || height < 8) return undefined;
    return { canvas, shown: state.shown, width, height, theme: theme.effective(state.looks.theme), dpr: window.devicePixelRatio * (state.looks.presenting ? PRESENTED : 1), state };
  }

  /** One that is not seen is none that is smaller. */
  #isSmallerThan(other: Painted): boolean {
    const [size, than] = [this.#size, other.#size];
    return size > 0 && size < than;
  }

  get #size(): number {
    const { clientWidth = 0, clientHeight = 0 } = this.#canvas ?? {};
    return clientWidth * clientHeight;
  }

  #now(): void {
    const { sheet } = this;
    if (sheet === undefined) return;
    this.#hasPainted = true;
    attempt(() => {
      this.paint(sheet);
    });
  }

  /** Moving to another screen, or zooming, changes the device's pixels under the same size. */
  readonly #watchScreen = (): void => {
    this.#screen?.removeEventListener("change", this.#watchScreen);
    this.#screen = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    this.#screen.addEventListener("change", this.#watchScreen);
    this.ask();
  };

  /** The host that this paints for. */
  get element(): LitElement {
    return this.host;
  }
}

const systemTheme = new Set<() => void>();
theme.onSystemChange(() => {
  for (const ask of systemTheme) ask();
});
