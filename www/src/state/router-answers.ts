// The router's answers: asked for again when the key, the text or the step changes, while anybody sees them.
import type { Service } from "../core/service.ts";
import { hasError, type State } from "./model.ts";
import type { Store } from "./store.ts";

/** A key is asked for when the typing rests. */
const REST_MS = 80;

export class RouterAnswers {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #abort: AbortController | undefined;

  constructor(
    private readonly store: Store,
    private readonly core: Service,
    private readonly attempt: <T>(call: () => T) => T | undefined,
  ) {}

  route(key: string): void {
    this.store.update({ router: { ...this.store.state.router, key } });
  }

  /** One of the scenario's own keys. */
  routeRandom(): void {
    const { text } = this.store.state;
    if (text === undefined || hasError(this.store.state)) return;
    const key = this.attempt(() => this.core.randomKey(text));
    if (key !== undefined) this.route(key);
  }

  follow(now: State, before: State): void {
    const appeared = seen(now) && !seen(before);
    const changed =
      now.shown !== before.shown || now.router.key !== before.router.key || now.place.target !== before.place.target || now.embed !== before.embed;
    if (!seen(now) || !(appeared || changed)) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      void this.#ask();
    }, REST_MS);
  }

  async #ask(): Promise<void> {
    const { shown, router, place, checked, text } = this.store.state;
    if (shown === undefined || shown.text !== text || hasError(this.store.state)) return;
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    const phases = place.target > 0 ? [place.target - 1, place.target] : [0];
    const costMs = checked?.cost_ms ?? Infinity;
    try {
      const answers = await this.core.route(shown.text, router.key, phases, { signal: abort.signal, costMs });
      this.#put(abort.signal, { phases, answers, error: "" });
    } catch (error) {
      this.#put(abort.signal, { phases: [], answers: [], error: error instanceof Error ? error.message : String(error) });
    }
  }

  #put(signal: AbortSignal, change: Pick<State["router"], "phases" | "answers" | "error">): void {
    if (signal.aborted) return;
    this.store.update({ router: { ...this.store.state.router, ...change } });
  }
}

function seen({ looks, embed }: State): boolean {
  return embed === undefined ? looks.tab === "router" || looks.phonePanel === "router" : embed === "router";
}
