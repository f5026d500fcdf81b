// Keys and nodes of the reader's own: the dialog is a script of its own; what it does to the text passes through here.
import { loadOwn } from "../core/load.ts";
import type { Service } from "../core/service.ts";
import type { KeyFile } from "../core/types.ts";
import type { Own as Dialog, OwnHost, OwnWhat } from "../own/contract.ts";
import { strings } from "../strings.ts";
import type { Offer } from "./model.ts";
import type { Store } from "./store.ts";

const words = strings.own;

/** What the page lets this change. */
export interface OwnDoors {
  readonly attempt: <T>(call: () => T) => T | undefined;
  /** Reads the text again, or another one: why not, else. */
  readonly again: () => void;
  readonly change: (edit: Parameters<Service["edit"]>[1]) => string | undefined;
}

export class Own {
  #dialog: Promise<Dialog> | undefined;
  /** The digest that was asked for last. */
  #asked = "";

  constructor(
    private readonly store: Store,
    private readonly core: Service,
    private readonly doors: OwnDoors,
  ) {}

  /** Opens the dialog. */
  async open(what: OwnWhat): Promise<void> {
    try {
      await this.core.needWhole();
      (await this.#made()).open(what);
    } catch (error) {
      this.store.update({ notice: { tone: "alert", text: words.failed(String(error)), offers: ["dismiss"] } });
    }
  }

  /** The text names keys that are not here: those that the browser kept are fetched, others are asked for. */
  async seek(needs: KeyFile): Promise<void> {
    if (needs.sha256 === this.#asked) return;
    this.#asked = needs.sha256;
    // What stands above says more in a moment, and a button must not move away under the finger that goes for it.
    const above = this.store.state.notice;
    if (above?.offers.includes("keep-mine") === true) this.store.update({ notice: undefined });
    const kept = await this.#made().then((dialog) => dialog.seek(needs), () => false);
    const { checked, viewing, notice } = this.store.state;
    if (kept && viewing && notice === undefined) this.store.update({ notice: above });
    if (kept || checked?.needs?.sha256 !== needs.sha256) return;
    const offers: Offer[] = viewing ? ["keep-mine", "edit-copy"] : [];
    const text = words.needs(needs.file, needs.count);
    this.store.update({ notice: { tone: "status", text: viewing ? `${strings.notice.viewing} ${text}` : text, offers: [...offers, "give-keys"] } });
  }

  /** Another text: what it asks for is asked for again. */
  forgetAsked(): void {
    this.#asked = "";
  }

  #made(): Promise<Dialog> {
    this.#dialog ??= loadOwn().then(
      (create) => create(this.#host()),
      (error: unknown) => {
        this.#dialog = undefined;
        throw error;
      },
    );
    return this.#dialog;
  }

  #host(): OwnHost {
    const { store, core, doors } = this;
    return {
      needs: () => store.state.checked?.needs,
      read: (asked, onProgress, signal) => core.readKeys(asked, { onProgress, signal }),
      use: (named, keys) => this.#use(named, keys),
      forget: (sha256) => {
        core.forgetKeys(sha256);
        if (store.state.form?.keys.file?.sha256 === sha256) doors.again();
      },
      nodes: (list) => core.readNodes(list),
      useNodes: (list) => doors.change({ do: "set_nodes", list }),
    };
  }

  #use(named: KeyFile, keys: Uint8Array): string | undefined {
    this.doors.attempt(() => {
      this.core.keepKeys(named.sha256, keys);
    });
    const { checked, form, notice } = this.store.state;
    if (notice?.offers.includes("give-keys") === true) this.store.update({ notice: undefined });
    if ((checked?.needs ?? form?.keys.file)?.sha256 !== named.sha256) {
      return this.doors.change({ do: "set_key_file", file: named.file, sha256: named.sha256, count: named.count });
    }
    this.doors.again();
    return undefined;
  }
}
