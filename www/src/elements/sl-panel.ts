// The place of a panel, whose script is loaded when the panel is first looked at: says so meanwhile, and tries again when asked.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { loadChallenge, loadPanels } from "../core/load.ts";
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
  challenge: () => html`<sl-challenge></sl-challenge>`,
  scale: () => html`<sl-scale></sl-scale>`,
};

/** The scripts that the panels are in. */
const SCRIPTS = {
  panels: { load: loadPanels, there: (): boolean => window.shardlabPanels !== undefined },
  challenge: { load: loadChallenge, there: (): boolean => window.shardlabChallenge === true },
} as const;
type Script = keyof typeof SCRIPTS;

function scriptOf(panel: PanelTab): Script {
  return panel === "challenge" ? panel : "panels";
}

/** Those that run the text by themselves. */
const RUNS: readonly PanelTab[] = ["sweep", "migration", "incident"];

@customElement("sl-panel")
export class SlPanel extends Light {
  @property({ attribute: false }) of: PanelTab = "compare";
  /** Why a script did not come, and which. */
  @state() private failed: { readonly script: Script; readonly why: string } | undefined;
  readonly #watch = new Watch(this, ({ core, codeWaits, veil }) => [core.kind, codeWaits.length > 0, veil] as const);
  /** The script that was asked for last. */
  #asked: Script | undefined;

  protected override render(): TemplateResult | typeof nothing {
    const veil = this.#watch.now[2];
    if (veil !== undefined) return html`<p class="muted" lang=${veil.lang}>${veil.words}</p>`;
    if (this.#watch.now[1] && RUNS.includes(this.of)) return html`<p>${strings.code.here}</p><button type="button" class="primary" @click=${runCode}>${strings.code.run}</button>`;
    const script = scriptOf(this.of);
    if (SCRIPTS[script].there()) return ELEMENTS[this.of]();
    if (this.failed?.script !== script) return html`<p class="muted panel-loading" role="status">${words.panel}</p>`;
    return html`<div class="failed" role="alert"><p>${words.noPanel(this.failed.why)}</p><button type="button" class="primary" @click=${this.#load}>${words.again}</button></div>`;
  }

  /** The program comes first: it draws the ring. */
  protected override updated(): void {
    const [core] = this.#watch.now;
    const script = scriptOf(this.of);
    if (core !== "ready" || this.#asked === script || SCRIPTS[script].there()) return;
    void this.#load();
  }

  readonly #load = async (): Promise<void> => {
    const script = scriptOf(this.of);
    this.#asked = script;
    this.failed = undefined;
    try {
      await SCRIPTS[script].load();
    } catch (error) {
      this.failed = { script, why: error instanceof Error ? error.message : String(error) };
    }
    this.requestUpdate();
  };
}
