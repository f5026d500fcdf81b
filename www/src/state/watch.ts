// A reactive controller: an element is drawn again when one of the things that it reads has changed.
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { store } from "./page.ts";
import type { State } from "./model.ts";

export class Watch<T extends readonly unknown[]> implements ReactiveController {
  #leave: (() => void) | undefined;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly read: (state: State) => T,
  ) {
    host.addController(this);
  }

  /** What the element reads, now. */
  get now(): T {
    return this.read(store.state);
  }

  hostConnected(): void {
    this.#leave = store.subscribe((now, before) => {
      const old = this.read(before);
      if (this.read(now).some((value, index) => value !== old[index])) this.host.requestUpdate();
    });
    // What changed while the element was away.
    this.host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#leave?.();
  }
}
