// What an element draws with a script that comes later: says so meanwhile, and tries again when asked.
import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from "lit";
import { strings } from "../strings.ts";
import { Light } from "./base.ts";

const words = strings.loading;

/** A script, and what is said while it is on its way, or does not come. */
export interface Later {
  readonly load: () => Promise<unknown>;
  readonly there: () => boolean;
  readonly comes: string;
  readonly fails: (why: string) => string;
}

export class Scripted implements ReactiveController {
  #failed: string | undefined;
  #asked = false;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly script: Later,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    // Nothing to begin: a script is asked for when it is wanted.
  }

  get there(): boolean {
    return this.script.there();
  }

  /** Asks for it once, when the page's own elements have been drawn. */
  want(): void {
    if (this.#asked || this.there) return;
    this.#asked = true;
    void (Light.turns?.drawn() ?? Promise.resolve()).then(this.#load);
  }

  /** What stands in its place. */
  meanwhile(): TemplateResult {
    const { comes, fails } = this.script;
    if (this.#failed === undefined) return html`<p class="muted panel-loading" role="status">${comes}</p>`;
    return html`<div class="failed" role="alert"><p>${fails(this.#failed)}</p><button type="button" class="primary" @click=${this.#load}>${words.again}</button></div>`;
  }

  readonly #load = async (): Promise<void> => {
    this.#failed = undefined;
    this.host.requestUpdate();
    try {
      await this.script.load();
    } catch (error) {
      this.#failed = error instanceof Error ? error.message : String(error);
    }
    this.host.requestUpdate();
  };
}
