// When the whole core takes the place of the first one: at once where that cannot answer, else when the page rests.
import type { Service } from "../core/service.ts";
import { strings } from "../strings.ts";
import type { Store } from "./store.ts";

/** The page rests this long after its first picture before the rest is fetched. */
const REST_MS = 400;
/** Waiting is told from then on. */
const TELL_AFTER_MS = 300;

export class Whole {
  #resting = false;

  constructor(
    private readonly store: Store,
    private readonly core: Service,
    private readonly onWhole: () => void,
  ) {}

  /** Does `then` with the whole core; where it cannot be had, with the first one. */
  async before(then: () => void): Promise<void> {
    // What stood there before, such as the way back to one's own, stands there again behind it.
    let covered = this.store.state.notice;
    const telling = setTimeout(() => {
      covered = this.store.state.notice;
      this.store.update({ notice: { tone: "status", text: strings.loading.rest, offers: [] } });
    }, TELL_AFTER_MS);
    try {
      await this.#load();
      if (this.store.state.notice?.text === strings.loading.rest) this.store.update({ notice: covered });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.store.update({ notice: { tone: "alert", text: strings.loading.noRest(why), offers: ["dismiss"] } });
    } finally {
      clearTimeout(telling);
    }
    then();
  }

  /** Fetches it once the page has nothing else to do; a reader who saves data, and a frame, wait until it is needed. */
  whenAtRest(): void {
    const { connection }: { connection?: { saveData?: boolean } } = navigator as object;
    if (this.#resting || this.core.whole || this.store.state.embed !== undefined || connection?.saveData === true) return;
    this.#resting = true;
    setTimeout(() => {
      // Nobody has asked for it: without it the page goes on as it is.
      this.#load().catch(() => undefined);
    }, REST_MS);
  }

  async #load(): Promise<void> {
    if (this.core.whole) return;
    await this.core.needWhole();
    this.onWhole();
  }
}
