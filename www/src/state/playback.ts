// Playing the timeline: one step forward or back as a movement, or all of them one after another.
import type { Speed } from "./model.ts";
import type { Store } from "./store.ts";

/** How long the keys of one step travel, at speed 1. */
const MOVE_MS = 800;
/** How long a played step rests before the next one, at speed 1. */
const REST_MS = 900;

const reduced = matchMedia("(prefers-reduced-motion: reduce)");

export class Playback {
  #frame = 0;
  #rest: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly store: Store) {}

  /** The last place of the timeline. */
  get last(): number {
    return Math.max(0, (this.store.state.shown?.info.phases.length ?? 1) - 1);
  }

  /** Goes to a place; one step is played, a longer way jumps and plays its last step. */
  go(step: number): void {
    this.#stop();
    const { place } = this.store.state;
    const target = Math.max(0, Math.min(this.last, Math.round(step)));
    this.#set({ playing: false, target });
    if (target === place.step) {
      this.#move(target, place.progress, 1, () => undefined);
    } else if (target > place.step) {
      this.#move(target, 0, 1, () => undefined);
    } else {
      this.#move(target + 1, target + 1 === place.step ? place.progress : 1, 0, () => {
        this.#set({ step: target, progress: 1 });
      });
    }
  }

  /** The place at once, without playing. */
  jump(step: number): void {
    this.#stop();
    const target = Math.max(0, Math.min(this.last, Math.round(step)));
    this.#set({ target, step: target, progress: 1, playing: false });
  }

  toggle(): void {
    if (this.store.state.place.playing) this.pause();
    else this.play();
  }

  /** From here to the end, or from the start when at the end. */
  play(): void {
    this.#stop();
    if (this.last === 0) return;
    const { step, progress } = this.store.state.place;
    if (progress < 1) {
      this.#set({ playing: true, target: step });
      this.#move(step, progress, 1, this.#next);
    } else {
      this.#set({ playing: true, ...(step >= this.last ? { target: 0, step: 0, progress: 1 } : {}) });
      this.#rest = setTimeout(this.#next, step >= this.last ? this.#paced(REST_MS / 2) : 0);
    }
  }

  pause(): void {
    this.#stop();
    this.#set({ playing: false });
  }

  setSpeed(speed: Speed): void {
    this.#set({ speed });
  }

  readonly #next = (): void => {
    const { step } = this.store.state.place;
    if (step >= this.last) {
      this.#set({ playing: false });
      return;
    }
    this.#set({ target: step + 1 });
    this.#move(step + 1, 0, 1, () => {
      if (step + 1 >= this.last) this.#set({ playing: false });
      else this.#rest = setTimeout(this.#next, this.#paced(REST_MS));
    });
  };

  #move(step: number, from: number, to: number, then: () => void): void {
    if (reduced.matches || from === to) {
      this.#set({ step, progress: to });
      then();
      return;
    }
    this.#set({ step, progress: from });
    const whole = this.#paced(MOVE_MS) * Math.abs(to - from);
    let began: number | undefined;
    const tick = (now: number): void => {
      began ??= now;
      const done = Math.min(1, (now - began) / whole);
      this.#set({ progress: from + (to - from) * done });
      if (done < 1) this.#frame = requestAnimationFrame(tick);
      else then();
    };
    this.#frame = requestAnimationFrame(tick);
  }

  #paced(ms: number): number {
    return ms / this.store.state.place.speed;
  }

  #stop(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#rest);
  }

  #set(change: Partial<{ target: number; step: number; progress: number; playing: boolean; speed: Speed }>): void {
    this.store.update({ place: { ...this.store.state.place, ...change } });
  }
}
