// A reactive controller: an element is drawn again when what is kept for use without a network changes.
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { keeper, type KeeperState } from "./keeper.ts";

export class KeeperWatch implements ReactiveController {
  readonly #changed = (): void => {
    this.host.requestUpdate();
  };

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  get now(): KeeperState {
    return keeper.state;
  }

  hostConnected(): void {
    keeper.addEventListener("change", this.#changed);
    this.#changed();
  }

  hostDisconnected(): void {
    keeper.removeEventListener("change", this.#changed);
  }
}
