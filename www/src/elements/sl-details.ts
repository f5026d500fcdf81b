// The panels beneath the ring, one tab each.
import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { look } from "../state/gateway.ts";
import { PANEL_TABS, type PanelTab } from "../state/model.ts";
import { Watch } from "../state/watch.ts";
import { strings } from "../strings.ts";
import { arrowed, Light } from "./base.ts";
import "./sl-compare.ts";
import "./sl-migration.ts";
import "./sl-incident.ts";
import "./sl-router.ts";
import "./sl-scale.ts";
import "./sl-sweep.ts";

/** The element of a panel. */
export function panel(tab: PanelTab): TemplateResult {
  switch (tab) {
    case "compare":
      return html`<sl-compare></sl-compare>`;
    case "router":
      return html`<sl-router></sl-router>`;
    case "sweep":
      return html`<sl-sweep></sl-sweep>`;
    case "migration":
      return html`<sl-migration></sl-migration>`;
    case "incident":
      return html`<sl-incident></sl-incident>`;
    case "scale":
      return html`<sl-scale></sl-scale>`;
  }
}

@customElement("sl-details")
export class SlDetails extends Light {
  readonly #watch = new Watch(this, ({ looks }) => [looks.tab] as const);

  protected override render(): TemplateResult {
    const [tab] = this.#watch.now;
    return html`<div class="tabs" role="tablist" aria-label=${strings.tabs} @keydown=${this.#key}>
        ${PANEL_TABS.map((one) => html`<button type="button" role="tab" id="tab-${one}" aria-selected=${one === tab} aria-controls="tab-panel" tabindex=${one === tab ? 0 : -1} @click=${() => {
          look({ tab: one });
        }}>${strings[one].title}</button>`)}
      </div>
      <div id="tab-panel" class="tab-panel" role="tabpanel" aria-labelledby="tab-${tab}">${panel(tab)}</div>`;
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
