// What undo goes back to and redo forward: the texts of before. Letters typed in a row are one step, and so are the edits of one drag.
import type { Store } from "./store.ts";

/** Undo goes back this far. */
const HISTORY_MAX = 200;
/** Letters typed within this time of each other are one step. */
const TYPING_MS = 1000;

/** The texts before the one that is open, and those after it. */
export interface Texts {
  readonly past: readonly string[];
  readonly future: readonly string[];
}

export class Undo {
  readonly #store: Store;
  #joined: { readonly by: string; readonly until: number } | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The next edit is a step of its own. */
  rest(): void {
    this.#joined = undefined;
  }

  /** What is remembered once another text takes the place of the open one; edits `by` the same, if that has a name, are one step. */
  with(by: string): Texts {
    const { past, text } = this.#store.state;
    const now = performance.now();
    const joins = by !== "" && this.#joined?.by === by && now < this.#joined.until;
    this.#joined = by === "" ? undefined : { by, until: by === "typing" ? now + TYPING_MS : Infinity };
    return { past: text === undefined || joins ? past : [...past.slice(-HISTORY_MAX), text], future: [] };
  }

  /** Goes back; the text that was there, if any. */
  back(): string | undefined {
    const { past, future, text } = this.#store.state;
    const before = past.at(-1);
    if (before === undefined || text === undefined) return undefined;
    this.#to({ past: past.slice(0, -1), future: [text, ...future] });
    return before;
  }

  /** Goes forward again; the text that was there, if any. */
  forth(): string | undefined {
    const { past, future, text } = this.#store.state;
    const [after, ...rest] = future;
    if (after === undefined || text === undefined) return undefined;
    this.#to({ past: [...past, text], future: rest });
    return after;
  }

  /** What is remembered where another scenario begins: nothing. */
  nothing(): Texts {
    this.rest();
    return { past: [], future: [] };
  }

  #to(texts: Texts): void {
    this.rest();
    this.#store.update(texts);
  }
}
