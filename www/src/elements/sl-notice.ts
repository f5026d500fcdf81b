// What the page has to say beside its figures: a live region that is always there, so that it is heard.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { accept } from "../state/offers.ts";
import type { Notice } from "../state/model.ts";
import { Watch } from "../state/watch.ts";
import { strings } from "../strings.ts";
import { Light } from "./base.ts";

@customElement("sl-notice")
export class SlNotice extends Light {
  readonly #watch = new Watch(this, ({ notice }) => [notice] as const);

  protected override render(): TemplateResult {
    const [notice] = this.#watch.now;
    return html`<div role="status">${notice?.tone === "status" ? this.#line(notice) : nothing}</div>
      <div role="alert">${notice?.tone === "alert" ? this.#line(notice) : nothing}</div>`;
  }

  #line({ tone, text, offers }: Notice): TemplateResult {
    return html`<div class="notice ${tone}">
      <p>${text}</p>
      ${offers.map((offer) => html`<button type="button" class="plain" @click=${() => {
        accept(offer);
      }}>${strings.notice.offers[offer]}</button>`)}
    </div>`;
  }
}
