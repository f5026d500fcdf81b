// Share: what whoever opens it will meet, and the ways to hand a scenario on, one tab each.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { look, store } from "../state/page.ts";
import { meetsOf } from "../state/share.ts";
import { words } from "../share/strings.ts";
import { Watch } from "../state/watch.ts";
import { arrowed, icon, Light } from "./base.ts";
import "./sl-share-files.ts";
import "./sl-share-link.ts";
import "./sl-share-page.ts";

const PARTS = ["link", "page", "files"] as const;
type Part = (typeof PARTS)[number];

@customElement("sl-share")
export class SlShare extends Light {
  readonly #watch = new Watch(this, ({ looks, text, checked, run }) => [looks.sharing, text, checked, run.kind] as const);
  @state() private chosen: Part = "link";
  @state() private said = "";

  protected override render(): TemplateResult {
    const [sharing] = this.#watch.now;
    return html`<dialog class="share" aria-labelledby="share-title" @close=${() => {
      this.said = "";
      look({ sharing: false });
    }}>${sharing ? this.#body() : nothing}</dialog>`;
  }

  protected override updated(): void {
    const [sharing] = this.#watch.now;
    const dialog = this.querySelector("dialog");
    if (dialog === null || dialog.open === sharing) return;
    if (sharing) dialog.showModal();
    else dialog.close();
  }

  #body(): TemplateResult {
    return html`<div class="dialog-head"><h2 id="share-title">${words.title}</h2>
        <button type="button" class="quiet" aria-label=${words.close} @click=${() => {
          look({ sharing: false });
        }}>${icon("close")}</button></div>
      <div class="segmented share-parts" role="tablist" aria-label=${words.parts} @keydown=${this.#key}>
        ${PARTS.map((one) => html`<button type="button" role="tab" id="share-tab-${one}" ?autofocus=${one === this.chosen} aria-selected=${one === this.chosen} aria-controls="share-part" tabindex=${one === this.chosen ? 0 : -1} @click=${() => {
          this.#choose(one);
        }}>${words.partNames[one]}</button>`)}
      </div>
      <div id="share-part" class="share-part" role="tabpanel" aria-labelledby="share-tab-${this.chosen}">${this.#panel()}</div>
      <p role="status" class="said">${this.said}</p>`;
  }

  #panel(): TemplateResult {
    const say = (said: string): void => {
      this.said = said;
    };
    switch (this.chosen) {
      case "link":
        return html`<sl-share-link .say=${say} .tofiles=${() => {
          this.#choose("files");
        }}></sl-share-link>${this.#meets()}`;
      case "page":
        return html`<sl-share-page .say=${say}></sl-share-page>${this.#meets()}`;
      case "files":
        return html`<sl-share-files .say=${say}></sl-share-files>`;
    }
  }

  /** What a reader meets stands where it is shared, not in their way later. */
  #meets(): TemplateResult | typeof nothing {
    const meets = meetsOf(store.state);
    if (meets.length === 0) return nothing;
    return html`<section class="share-meets" aria-labelledby="share-meets"><h3 id="share-meets">${words.meets}</h3><ul>${meets.map((one) => html`<li>${one}</li>`)}</ul></section>`;
  }

  #choose(part: Part): void {
    this.chosen = part;
    this.said = "";
  }

  readonly #key = (event: KeyboardEvent): void => {
    const to = arrowed(event, PARTS.indexOf(this.chosen), PARTS.length);
    const part = to === undefined ? undefined : PARTS[to];
    if (part === undefined) return;
    this.#choose(part);
    this.querySelector<HTMLElement>(`#share-tab-${part}`)?.focus();
  };
}
