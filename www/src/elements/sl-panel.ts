// The place of a panel, whose script is loaded when the panel is first looked at: says so meanwhile, and tries again when asked.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { loadPanels } from "../core/load.ts";
import { runCode } from "../state/gateway.ts";
import type { PanelTab } from "../state/model.ts";
import { Watch } from "../state/watch.ts";
import { strings } from "../strings.ts";
import { Light } from "./base.ts";

const words = strings.loading;

/** The element of a panel. */
const ELEMENTS: Readonly<Record<PanelTab, () => TemplateResult>> = {
  compare: () => html`<sl-compare></sl-compare>`,
  router: () => html`<sl-router></sl-router>`,
  sweep: () => html`<sl-sweep></sl-sweep>`,
  migration: () => html`<sl-migration></sl-migration>`,
  incident: () => html`<sl-incident></sl-incident>`,
  scale: () => html`<sl-scale></sl-scale>`,
};

/** Those that run the text by themselves. */
const RUNS: readonly PanelTab[] = ["sweep", "migration", "incident"];

@customElement("sl-panel")
export class SlPanel extends Light {
  @property({ attribute: false }) of: PanelTab = "compare";
  /** Why its script did not come. */
  @state() private failed: string | undefined;
  @state() private there = window.shardlabPanels !== undefined;
  readonly #watch = new Watch(this, ({ core, codeWaits }) => [core.kind, codeWaits.length > 0] as const);
  #asked = false;

  protected override render(): TemplateResult | typeof nothing {
    if (this.#watch.now[1] && RUNS.includes(this.of)) return html`<p>${strings.code.here}</p><button type="button" class="primary" @click=${runCode}>${strings.code.run}</button>`;
    if (this.there) return ELEMENTS[this.of]();
    if (this.failed === undefined) return html`<p class="muted panel-loading" role="status">${words.panel}</p>`;
    return html`<div class="failed" role="alert"><p>${words.noPanel(this.failed)}</p><button type="button" class="primary" @click=${this.#load}>${words.again}</button></div>`;
  }

  /** The program comes first: it draws the ring. */
  protected override updated(): void {
    const [core] = this.#watch.now;
    if (this.#asked || this.there || core !== "ready") return;
    this.#asked = true;
    void this.#load();
  }

  readonly #load = async (): Promise<void> => {
    this.failed = undefined;
    try {
      await loadPanels();
      this.there = true;
    } catch (error) {
      this.failed = error instanceof Error ? error.message : String(error);
    }
  };
}
