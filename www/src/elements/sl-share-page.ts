// What a course author pastes: the panel and its height chosen, the element and the frame, and their size drawn to scale.
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { EMBED_VIEWS, type EmbedView } from "../host/contract.ts";
import { store } from "../state/page.ts";
import { element, frame, onDisk, whereOf, type Embed } from "../state/share.ts";
import { words } from "../share/strings.ts";
import { Watch } from "../state/watch.ts";
import { Light, valueOf } from "./base.ts";
import { taking, type Say } from "./share-field.ts";

/** What is high enough for a panel on a page of notes. */
const HIGH: Partial<Record<EmbedView, number>> = { ring: 560, load: 360 };
const HEIGHT_PX = 640;
const LEAST_PX = 160;
const MOST_PX = 2000;
/** How small the pages of the drawing are, and how wide each is, in CSS pixels of its own. */
const SCALE = 1 / 6;
const WIDE_PX = 720;
const PHONE_PX = 360;
/** Lines of the notes above and beneath the figure. */
const LINES_PX = [24, 48, 72] as const;
const NOTES_PX = 96;

@customElement("sl-share-page")
export class SlSharePage extends Light {
  @property({ attribute: false }) say: Say = () => undefined;
  @state() private view: EmbedView = "ring";
  /** The reader's own height, where it was chosen. */
  @state() private heightPx: number | undefined;
  @state() private withPlace = true;
  readonly #watch = new Watch(this, ({ text, place, looks, shown }) => [text, place.target, looks.tab, shown] as const);

  protected override render(): TemplateResult | typeof nothing {
    if (this.#watch.now[0] === undefined) return nothing;
    if (onDisk()) return html`<p>${words.noFigure}</p>`;
    const embed: Embed = { view: this.view, heightPx: this.heightPx ?? HIGH[this.view] ?? HEIGHT_PX, withPlace: this.withPlace };
    try {
      return html`${this.#choices(embed)}${this.#snippets(embed)}`;
    } catch (error) {
      return html`<p class="bad">${words.tooLong(error instanceof Error ? error.message : String(error))}</p>`;
    }
  }

  #choices({ view, heightPx }: Embed): TemplateResult {
    const { step, moment } = whereOf(store.state);
    const where = [step, moment].filter((part) => part !== "").join(", ");
    return html`<div class="share-page"><div class="share-choices">
        <label>${words.view} <select @change=${(event: Event) => {
          this.view = EMBED_VIEWS.find((one) => one === valueOf(event)) ?? "ring";
        }}>${EMBED_VIEWS.map((one) => html`<option value=${one} ?selected=${one === view}>${words.views[one]}</option>`)}</select></label>
        <label>${words.height} <input class="number" type="number" inputmode="numeric" min=${LEAST_PX} max=${MOST_PX} step="20" .value=${String(heightPx)} @change=${this.#setHeight} /> ${words.px}</label>
        ${where === "" ? nothing : html`<label class="share-place"><input type="checkbox" .checked=${this.withPlace} @change=${() => {
          this.withPlace = !this.withPlace;
        }} /> <span>${words.withPlace}: ${where}</span></label>`}
      </div>
      <figure class="share-size">${drawing(heightPx)}<figcaption class="muted">${words.size(heightPx)}</figcaption></figure>
    </div>`;
  }

  #snippets(embed: Embed): TemplateResult {
    return html`<h3><label for="share-element">${words.element}</label></h3>
      <p class="muted">${words.elementMeans}</p>
      ${taking({ id: "share-element", what: words.element, value: element(store.state, embed), button: words.copyElement, primary: true, lines: 4 }, this.say)}
      <h3><label for="share-frame">${words.frame}</label></h3>
      <p class="muted">${words.frameMeans}</p>
      ${taking({ id: "share-frame", what: words.frame, value: frame(store.state, embed), button: words.copyFrame }, this.say)}`;
  }

  /** A height that is none leaves the old one. */
  readonly #setHeight = (event: Event): void => {
    const typed = Math.round(Number(valueOf(event)));
    if (typed > 0) this.heightPx = Math.min(MOST_PX, Math.max(LEAST_PX, typed));
    if (event.target instanceof HTMLInputElement) event.target.value = String(this.heightPx ?? HIGH[this.view] ?? HEIGHT_PX);
  };
}

/** The figure within two pages of notes. */
function drawing(heightPx: number): TemplateResult {
  const [wide, phone, high] = [WIDE_PX * SCALE, PHONE_PX * SCALE, (heightPx + 2 * NOTES_PX) * SCALE];
  return html`<svg viewBox="0 0 ${wide + phone + 16} ${high}" width=${wide + phone + 16} height=${high} aria-hidden="true" focusable="false">${notes(0, wide, heightPx * SCALE)}${notes(wide + 16, phone, heightPx * SCALE)}</svg>`;
}

function notes(x: number, width: number, figure: number): SVGTemplateResult {
  const top = NOTES_PX * SCALE;
  const line = (y: number): SVGTemplateResult => svg`<path class="share-line" d="M${x + 8} ${y}h${width - 16}"></path>`;
  return svg`<rect class="share-sheet" x=${x + 0.5} y="0.5" width=${width - 1} height=${figure + 2 * top - 1} rx="4"></rect>
    ${LINES_PX.map((y) => line(y * SCALE))}
    <rect class="share-figure" x=${x + 6} y=${top} width=${width - 12} height=${figure} rx="2"></rect>
    ${LINES_PX.map((y) => line(top + figure + y * SCALE))}`;
}
