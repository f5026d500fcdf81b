// The scenario: form and text, two views of one thing.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { loadForm } from "../core/load.ts";
import { look } from "../state/gateway.ts";
import { Watch } from "../state/watch.ts";
import { strings } from "../strings.ts";
import { arrowed, Light } from "./base.ts";
import { Scripted } from "./scripted.ts";

const words = strings.scenario;
const VIEWS = ["form", "text"] as const;

@customElement("sl-scenario")
export class SlScenario extends Light {
  readonly #watch = new Watch(this, ({ looks, core }) => [looks.scenarioAs, core.kind] as const);
  readonly #script = new Scripted(this, { load: loadForm, there: () => window.shardlabForm === true, comes: strings.loading.form, fails: strings.loading.noForm });

  /** Once looked at, the text stays where it is, so that its cursor does. */
  #opened = false;

  protected override render(): TemplateResult {
    const [as] = this.#watch.now;
    this.#opened ||= as === "text";
    return html`<div class="scenario-head">
        <h2>${words.title}</h2>
        <div class="segmented" role="tablist" aria-label=${words.views} @keydown=${this.#key}>
          ${VIEWS.map((view) => html`<button type="button" role="tab" id="scenario-tab-${view}" aria-selected=${view === as} aria-controls="scenario-view" tabindex=${view === as ? 0 : -1} @click=${() => {
            look({ scenarioAs: view });
          }}>${words[view]}</button>`)}
        </div>
      </div>
      <div id="scenario-view" role="tabpanel" aria-labelledby="scenario-tab-${as}">${this.#script.there ? this.#view(as) : this.#script.meanwhile()}</div>`;
  }

  #view(as: (typeof VIEWS)[number]): TemplateResult {
    return html`${as === "form" ? html`<sl-form></sl-form>` : nothing}${this.#opened ? html`<sl-text ?hidden=${as !== "text"}></sl-text>` : nothing}`;
  }

  /** What was opened is run first. */
  protected override updated(): void {
    if (this.#watch.now[1] === "ready") this.#script.want();
  }

  readonly #key = (event: KeyboardEvent): void => {
    const [as] = this.#watch.now;
    const to = arrowed(event, VIEWS.indexOf(as), VIEWS.length);
    const view = to === undefined ? undefined : VIEWS[to];
    if (view === undefined) return;
    look({ scenarioAs: view });
    this.querySelector<HTMLElement>(`#scenario-tab-${view}`)?.focus();
  };
}
