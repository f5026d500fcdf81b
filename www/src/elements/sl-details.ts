// The panels beneath the ring, one tab each.
import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { look } from "../state/gateway.ts";
import { PANEL_TABS } from "../state/model.ts";
import { Watch } from "../state/watch.ts";
import { strings } from "../strings.ts";
import { arrowed, Light } from "./base.ts";
import { showPanel } from "./sight.ts";
import "./sl-panel.ts";

@customElement("sl-details")
export class SlDetails extends Light {
  readonly #watch = new Watch(this, ({ looks }) => [looks.tab] as const);

  protected override render(): TemplateResult {
    const [tab] = this.#watch.now;
    return html`<div class="tabs" role="tablist" aria-label=${strings.tabs} @keydown=${this.#key}>
        ${PANEL_TABS.map((one) => html`<button type="button" role="tab" id="tab-${one}" aria-selected=${one === tab} aria-controls="tab-panel" tabindex=${one === tab ? 0 : -1} @click=${() => {
          look({ tab: one });
          void showPanel();
        }}>${strings.panelNames[one]}</button>`)}
      </div>
      <div id="tab-panel" class="tab-panel" role="tabpanel" aria-labelledby="tab-${tab}"><sl-panel .of=${tab}></sl-panel></div>`;
  }

  readonly #key = (event: KeyboardEvent): void => {
    const [tab] = this.#watch.now;
    const to = arrowed(event, PANEL_TABS.indexOf(tab), PANEL_TABS.length);
    const next = to === undefined ? undefined : PANEL_TABS[to];
    if (next === undefined) return;
    look({ tab: next });
    this.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };
}
