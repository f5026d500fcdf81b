// The place of a panel, whose script is loaded when the panel is first looked at: says so meanwhile, and tries again when asked.
import { html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { loadChallenge, loadPanels } from "../core/load.ts";
import { runCode } from "../state/gateway.ts";
import type { PanelTab } from "../state/model.ts";
import { Watch } from "../state/watch.ts";
import { strings } from "../strings.ts";
import { Light } from "./base.ts";
import { Scripted, type Later } from "./scripted.ts";

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
  panels: { load: loadPanels, there: () => window.shardlabPanels !== undefined, comes: words.panel, fails: words.noPanel },
  challenge: { load: loadChallenge, there: () => window.shardlabChallenge === true, comes: words.panel, fails: words.noPanel },
} as const satisfies Readonly<Record<string, Later>>;
type Script = keyof typeof SCRIPTS;

function scriptOf(panel: PanelTab): Script {
  return panel === "challenge" ? panel : "panels";
}

/** Those that run the text by themselves. */
const RUNS: readonly PanelTab[] = ["sweep", "migration", "incident"];

@customElement("sl-panel")
export class SlPanel extends Light {
  @property({ attribute: false }) of: PanelTab = "compare";
  readonly #scripts: Readonly<Record<Script, Scripted>> = { panels: new Scripted(this, SCRIPTS.panels), challenge: new Scripted(this, SCRIPTS.challenge) };
  readonly #watch = new Watch(this, ({ core, codeWaits, veil }) => [core.kind, codeWaits.length > 0, veil] as const);

  protected override render(): TemplateResult {
    const veil = this.#watch.now[2];
    if (veil !== undefined) return html`<p class="muted" lang=${veil.lang}>${veil.words}</p>`;
    if (this.#watch.now[1] && RUNS.includes(this.of)) return html`<p>${strings.code.here}</p><button type="button" class="primary" @click=${runCode}>${strings.code.run}</button>`;
    const script = this.#scripts[scriptOf(this.of)];
    return script.there ? ELEMENTS[this.of]() : script.meanwhile();
  }

  /** The program comes first: it draws the ring. */
  protected override updated(): void {
    if (this.#watch.now[0] === "ready") this.#scripts[scriptOf(this.of)].want();
  }
}
