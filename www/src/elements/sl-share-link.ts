// The link of Share: its length and what it is good for, where it opens, Markdown, the browser's own list, the QR code.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { store } from "../state/page.ts";
import { fileName, save } from "../state/files.ts";
import { pixels } from "../state/pictures.ts";
import { qr, type Qr } from "../state/qr.ts";
import { canHand, hand, links, onDisk, QR_MAX, titleOf, whereOf, type Links } from "../state/share.ts";
import { words } from "../share/strings.ts";
import { Watch } from "../state/watch.ts";
import { Light } from "./base.ts";
import { taking, type Say } from "./share-field.ts";

/** The edge of a PNG, in pixels, is about this: sharp on a poster. */
const PNG_PX = 1024;

@customElement("sl-share-link")
export class SlShareLink extends Light {
  @property({ attribute: false }) say: Say = () => undefined;
  @property({ attribute: false }) tofiles: () => void = () => undefined;
  @state() private withPlace = true;
  readonly #watch = new Watch(this, ({ text, place, looks, shown, migration, incident }) => [text, place.target, looks.tab, shown, migration.at, incident.at] as const);

  protected override render(): TemplateResult | typeof nothing {
    if (this.#watch.now[0] === undefined) return nothing;
    let made: Links;
    let where: string;
    try {
      made = links(store.state, this.withPlace);
      const { step, panel, moment } = whereOf(store.state);
      where = [step, panel, moment].filter((part) => part !== "").join(", ");
    } catch (error) {
      return html`<p class="bad">${words.tooLong(error instanceof Error ? error.message : String(error))}</p>
        <button type="button" class="primary" @click=${this.tofiles}>${words.toFiles}</button>`;
    }
    if (onDisk()) return html`<div class="share-link"><div class="share-texts">${this.#fromDisk(made, where)}</div></div>`;
    return html`<div class="share-link"><div class="share-texts">${this.#texts(made, where)}</div>${this.#code(made.link, where)}</div>`;
  }

  /** A link that leads nowhere else is for oneself; what others can open is its end. */
  #fromDisk({ link, behind }: Links, where: string): TemplateResult {
    return html`<h3><label for="share-behind">${words.behind}</label></h3>
      <p class="muted">${words.length(behind.length)}. ${words.behindMeans}</p>
      ${taking({ id: "share-behind", what: words.behind, value: behind, button: words.copyBehind, primary: true }, this.say)}
      ${this.#place(where)}
      <h3><label for="share-link">${words.link}</label></h3>
      <p class="muted">${words.onlyHere}</p>
      ${taking({ id: "share-link", what: words.link, value: link, button: words.copyLink }, this.say)}`;
  }

  #texts({ link, markdown, fits }: Links, where: string): TemplateResult {
    return html`<h3><label for="share-link">${words.link}</label></h3>
      <p class="muted">${words.length(link.length)}: ${words.fits[fits]}. ${words.what}</p>
      ${taking({ id: "share-link", what: words.link, value: link, button: words.copyLink, primary: true }, this.say)}
      ${this.#place(where)}
      <h3><label for="share-markdown">${words.markdown}</label></h3>
      ${taking({ id: "share-markdown", what: words.markdown, value: markdown, button: words.copyMarkdown }, this.say)}
      ${canHand ? html`<p><button type="button" class="plain" @click=${() => void this.#hand(link)}>${words.hand}</button></p>` : nothing}`;
  }

  #place(where: string): TemplateResult | typeof nothing {
    if (where === "") return nothing;
    return html`<label class="share-place"><input type="checkbox" .checked=${this.withPlace} @change=${() => {
      this.withPlace = !this.withPlace;
    }} /> <span>${words.withPlace}: ${where}</span></label>`;
  }

  async #hand(link: string): Promise<void> {
    this.say(await hand(link, titleOf(store.state)));
  }

  #code(link: string, where: string): TemplateResult {
    const code = link.length <= QR_MAX ? qr(link) : undefined;
    if (code === undefined) return html`<section class="share-qr" aria-labelledby="share-qr"><h3 id="share-qr">${words.qr}</h3><p class="muted">${words.qrLong(link.length, QR_MAX)} ${this.#shorter(where)}</p></section>`;
    return html`<section class="share-qr" aria-labelledby="share-qr"><h3 id="share-qr">${words.qr}</h3>
      <svg role="img" aria-label=${words.qrLabel} viewBox="0 0 ${code.size} ${code.size}"><rect width=${code.size} height=${code.size} fill="#fff"></rect><path d=${code.path} fill="#000"></path></svg>
      <div class="row">
        <button type="button" class="plain" aria-label=${words.qrSvg} @click=${() => {
          this.say(words.saved(save(svgFile(code), fileName("-qr.svg"))));
        }}>SVG</button>
        <button type="button" class="plain" aria-label=${words.qrPng} @click=${() => void this.#png(code)}>PNG</button>
      </div></section>`;
  }

  #shorter(where: string): string {
    const without = where !== "" && this.withPlace && links(store.state, false).link.length <= QR_MAX;
    return without ? words.qrShorter : "";
  }

  async #png(code: Qr): Promise<void> {
    const name = fileName("-qr.png");
    try {
      this.say(words.saved(save(await pngFile(code), name)));
    } catch (error) {
      this.say(words.failed(name, error instanceof Error ? error.message : String(error)));
    }
  }
}

/** Black on white whatever the theme is: readers want it so. */
function svgFile({ size, path }: Qr): Blob {
  return new Blob([`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path d="${path}"/></svg>\n`], { type: "image/svg+xml" });
}

function pngFile({ size, path }: Qr): Promise<Blob> {
  return pixels(size, size, Math.max(1, Math.round(PNG_PX / size)), (context) => {
    context.fillStyle = "#fff";
    context.fillRect(0, 0, size, size);
    context.fillStyle = "#000";
    context.fill(new Path2D(path));
  });
}
