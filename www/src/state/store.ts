// The one gateway: the state is read here, and every change of it passes through `update`.
import { START, type State } from "./model.ts";

type Listener = (now: State, before: State) => void;

export class Store {
  #state: State = START;
  readonly #listeners = new Set<Listener>();

  get state(): State {
    return this.#state;
  }

  /** Changes some of the state and tells everyone who listens. */
  update(change: Partial<State>): void {
    const before = this.#state;
    this.#state = { ...before, ...change };
    for (const listener of [...this.#listeners]) listener(this.#state, before);
  }

  /** Listens until the returned function is called. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}
