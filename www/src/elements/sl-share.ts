// Share: the link with what it is good for, Markdown, a snippet for a page, and files.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { store, look } from "../state/page.ts";
import type { EmbedView } from "../state/model.ts";
import { copy, download, links, snippet, type FileKind, type Links } from "../state/share.ts";
import { Watch } from "../state/watch.ts";
import { panelStrings } from "../strings.ts";
import { icon, Light, valueOf } from "./base.ts";

const words = panelStrings.share;
const VIEWS: readonly EmbedView[] = ["ring", "picture", "results", "load", "compare", "router", "sweep", "migration", "incident", "challenge", "scale"];
const FILES: readonly FileKind[] = ["toml", "json", "csv", "svg", "png"];

@customElement("sl-share")
export class SlShare extends Light {
  readonly #watch = new Watch(this, ({ looks, text, place }) => [looks.sharing, text, place.target] as const);
  @state() private view: EmbedView = "ring";
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
      ${this.#links()}
      <h3>${words.files}</h3>
      <div class="row">${FILES.map((kind) => html`<button type="button" class="plain" @click=${() => void download(kind)}>${kind.toUpperCase()}</button>`)}</div>
      <p role="status" class="said">${this.said}</p>`;
  }

  #links(): TemplateResult {
    let made: Links;
    try {
      made = links(store.state);
    } catch (error) {
      return html`<p>${words.tooLong(String(error))}</p>`;
    }
    const { link, markdown, fits } = made;
    return html`<h3><label for="share-link">${words.link}</label></h3>
      <p class="muted">${words.length(link.length)}: ${words.fits[fits]}. ${words.what}</p>
      ${this.#field("share-link", link, words.copyLink, true)}
      <h3><label for="share-markdown">${words.markdown}</label></h3>
      ${this.#field("share-markdown", markdown, words.copyMarkdown, false)}
      <div class="with-choice"><h3><label for="share-snippet">${words.embed}</label></h3>
        <label class="choice">${words.view} <select @change=${this.#choose}>${VIEWS.map((view) => html`<option value=${view} ?selected=${view === this.view}>${words.views[view]}</option>`)}</select></label></div>
      ${this.#field("share-snippet", snippet(store.state, this.view), words.copySnippet, false)}`;
  }

  #field(id: string, value: string, label: string, first: boolean): TemplateResult {
    return html`<div class="row copy">
      <input id=${id} class="mono" readonly .value=${value} />
      <button type="button" class=${first ? "primary" : "plain"} @click=${() => void this.#copy(id)}>${label}</button>
    </div>`;
  }

  readonly #choose = (event: Event): void => {
    this.view = VIEWS.find((view) => view === valueOf(event)) ?? "ring";
  };

  async #copy(id: string): Promise<void> {
    const field = this.querySelector<HTMLInputElement>(`#${id}`);
    if (field === null) return;
    this.said = (await copy(field)) ? words.copied : words.select;
  }
}
