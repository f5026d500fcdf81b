// What a person can do whose script comes when it is wanted: Share, all examples, files.
import { loadPanels, loadPresets, loadShare } from "../core/load.ts";
import type { Panels } from "../lazy/panels.ts";
import { strings } from "../strings.ts";
import type { Address } from "./address.ts";
import type { Looks, Notice, Offer } from "./model.ts";
import type { Store } from "./store.ts";

/** Waiting for a script is told from then on. */
const TELL_AFTER_MS = 300;
const words = strings.loading;

export class Later {
  constructor(
    private readonly store: Store,
    private readonly address: Address,
    private readonly notify: (notice: Notice | undefined) => void,
    private readonly look: (change: Partial<Looks>) => void,
  ) {}

  /** Opens Share. */
  share(): void {
    void this.#with(loadShare, words.share, words.noShare, "share-again", () => {
      this.look({ sharing: true });
    });
  }

  /** Opens the page of all examples, which has an address of its own. */
  browse(): void {
    void this.#with(loadPresets, words.examples, words.noExamples, "dismiss", () => {
      this.look({ browsing: true });
      this.address.push();
    });
  }

  /** Writes a file; what writes files comes with the panels. */
  download(kind: Parameters<Panels["download"]>[0]): void {
    void this.#with(loadPanels, words.files, words.noFiles, "dismiss", (panels) => void panels.download(kind));
  }

  /** Does something with a script, once it is there. */
  async #with<T>(load: () => Promise<T>, loading: string, failed: (why: string) => string, offer: Offer, then: (left: T) => void): Promise<void> {
    const telling = setTimeout(() => {
      this.notify({ tone: "status", text: loading, offers: [] });
    }, TELL_AFTER_MS);
    try {
      const left = await load();
      if (this.store.state.notice?.text === loading) this.notify(undefined);
      then(left);
    } catch (error) {
      this.notify({ tone: "alert", text: failed(error instanceof Error ? error.message : String(error)), offers: [offer] });
    } finally {
      clearTimeout(telling);
    }
  }
}
