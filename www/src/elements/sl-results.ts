// What happened: the computed sentence, the load of every node, and the other strategies in short.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { count, percent, ratio } from "../format.ts";
import { headline, rows } from "../state/figures.ts";
import { chooseStrategy, presetOf, store } from "../state/gateway.ts";
import { hasError } from "../state/model.ts";
import { Watch } from "../state/watch.ts";
import { strings } from "../strings.ts";
import { Light } from "./base.ts";
import "./sl-load.ts";

const words = strings.results;
/** A sentence of more letters than this is set smaller, so that the panel keeps its height. */
const LONG = 116;

@customElement("sl-results")
export class SlResults extends Light {
  readonly #watch = new Watch(this, (state) => [state.shown, state.place.target, state.place.strategy, hasError(state), state.text] as const);

  protected override render(): TemplateResult {
    const [shown, target, , broken] = this.#watch.now;
    const stale = broken && shown !== undefined;
    const why = presetOf(store.state)?.why ?? "";
    this.classList.toggle("stale", stale);
    return html`<div class="what">
        <h2 id="results-title">${target === 0 ? words.start : words.title}${stale ? html` <span class="bad">(${strings.run.stale})</span>` : nothing}</h2>
        ${this.#sentence()}
        ${why === "" ? nothing : html`<p class="why" data-testid="why">${why}</p>`}
      </div>
      ${shown === undefined ? html`<div class="skeleton tall"></div>` : html`<sl-load></sl-load>`}
      ${this.#others()}`;
  }

  #sentence(): TemplateResult {
    const now = headline(store.state);
    const impact = now?.impact;
    return html`<div aria-live="polite">
      <p class="sentence ${(now?.sentence.length ?? 0) > LONG ? "long" : ""}" data-testid="headline">${now?.sentence ?? ""}</p>
      ${now === undefined || now.more === "" ? nothing : html`<p class="aside" data-testid="aside">${now.more}</p>`}
      ${now === undefined || impact === undefined
        ? nothing
        : html`<p class="verdict"><span class="${impact === "High" ? "bad" : "good"}">${impact.toUpperCase()} IMPACT</span> ${now.share} <span class="muted">${now.least}</span></p>`}
    </div>`;
  }

  #others(): TemplateResult | typeof nothing {
    const { place } = store.state;
    const all = rows(store.state);
    if (all.length < 2) return nothing;
    const { columns, nothing: none } = strings.compare;
    return html`<section aria-labelledby="others-title">
      <h2 id="others-title">${words.others}</h2>
      <table class="figures short">
        <thead>
          <tr><th scope="col">${columns.name}</th><th scope="col">${columns.moved}</th><th scope="col">${columns.needless}</th><th scope="col">${words.peak}</th></tr>
        </thead>
        <tbody>
          ${all.map(
            (row, index) => html`<tr class=${index === place.strategy ? "chosen" : ""}>
              <th scope="row"><button type="button" class="link" aria-pressed=${index === place.strategy} @click=${() => {
                chooseStrategy(index);
              }}>${row.name}</button></th>
              ${row.refused === undefined
                ? html`<td title=${percent(row.moved_share)}>${place.target === 0 ? none : count(row.moved)}</td>
                    <td class=${row.needless > 0 && place.target > 0 ? "bad" : ""}>${place.target === 0 ? none : count(row.needless)}</td>
                    <td>${ratio(row.peak_to_average)}</td>`
                : html`<td colspan="3" class="refused">${row.refused}</td>`}
            </tr>`,
          )}
        </tbody>
      </table>
    </section>`;
  }
}
