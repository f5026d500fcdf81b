// Every strategy over the same keys and the same step: filtered, as table or as rings, timed, taken away; who gave to whom.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { all, chosen, GUARANTEES, type Compared, type Filter, type Guarantee, type Sort } from "../state/compare.ts";
import { look, store, strings } from "../state/page.ts";
import { cancelMeasure, measure } from "../state/panels.ts";
import { downloadComparison } from "../state/files.ts";
import { Watch } from "../state/watch.ts";
import { count } from "../format.ts";
import { panelStrings } from "../panel-strings.ts";
import { Light, valueOf } from "./base.ts";
import "./sl-compare-rings.ts";
import "./sl-compare-table.ts";
import "./sl-flows.ts";

const words = panelStrings.compare;
const VIEWS = ["table", "rings"] as const;

@customElement("sl-compare")
export class SlCompare extends Light {
  readonly #watch = new Watch(this, ({ shown, place, shelf, measured, looks }) => [shown, place.target, shelf, measured, looks.compareAs] as const);
  @state() private sort: Sort | undefined;
  @state() private filter: Filter = { text: "", guarantees: new Set() };

  protected override render(): TemplateResult {
    const [, target, , , as] = this.#watch.now;
    const every = all(store.state);
    const list = chosen(every, this.filter, this.sort);
    return html`<div class="compare-tools">${this.#filters()}${this.#views()}${this.#files(list)}${this.#measure()}</div>
      <p class="muted compare-state" role="status" aria-live="polite" data-testid="compare-state">${list.length < every.length ? words.some(count(list.length), count(every.length)) : nothing} ${this.#timed()}</p>
      ${as === "rings"
        ? html`<sl-compare-rings .list=${list}></sl-compare-rings>`
        : html`<sl-compare-table .list=${list} .sort=${this.sort} .onsort=${(sort: Sort) => {
            this.sort = sort;
          }}></sl-compare-table>`}
      ${target === 0 ? html`<p class="muted">${words.atStart}</p>` : html`<sl-flows></sl-flows>`}`;
  }

  #filters(): TemplateResult {
    const { text, guarantees } = this.filter;
    return html`<div class="filters" role="group" aria-label=${words.filter}>
      <input type="search" aria-label=${words.filterText} placeholder=${words.filterHint} .value=${text} @input=${(event: Event) => {
        this.filter = { text: valueOf(event), guarantees };
      }} />
      ${GUARANTEES.map((one) => html`<button type="button" class="chip" aria-pressed=${guarantees.has(one)} title=${panelStrings.kind.guarantees[one].holds} @click=${() => {
        this.#flip(one);
      }}>${words.guarantees[one]}</button>`)}
    </div>`;
  }

  #flip(one: Guarantee): void {
    const guarantees = new Set(this.filter.guarantees);
    if (!guarantees.delete(one)) guarantees.add(one);
    this.filter = { text: this.filter.text, guarantees };
  }

  #views(): TemplateResult {
    const [, , , , as] = this.#watch.now;
    return html`<div class="segmented" role="group" aria-label=${words.views}>
      ${VIEWS.map((view) => html`<button type="button" aria-pressed=${view === as} @click=${() => {
        look({ compareAs: view });
      }}>${words.viewNames[view]}</button>`)}
    </div>`;
  }

  #measure(): TemplateResult {
    const { shown, measured } = store.state;
    const { running } = measured;
    if (running === undefined) return html`<button type="button" class="plain" title=${words.measureMeans} ?disabled=${shown === undefined} @click=${measure}>${words.measure}</button>`;
    return html`<span class="measuring">
      <progress aria-label=${words.measuring} max=${running.total} .value=${running.done}></progress>
      <button type="button" class="plain" @click=${cancelMeasure}>${strings.run.cancel}</button>
    </span>`;
  }

  #timed(): string {
    const [, target, , { running, error, phases }] = this.#watch.now;
    if (error !== "") return words.measureFailed(error);
    if (running !== undefined) return words.measuring;
    return phases.has(target) ? words.measured : "";
  }

  #files(list: readonly Compared[]): TemplateResult {
    const order = list.map(({ index }) => index);
    const file = (as: "csv" | "md", title: string): TemplateResult => html`<button type="button" class="plain" title=${words.fileMeans} ?disabled=${order.length === 0} @click=${() => {
      void downloadComparison(order, as);
    }}>${title}</button>`;
    return html`<span class="files">${file("csv", words.asCsv)}${file("md", words.asMarkdown)}</span>`;
  }
}
