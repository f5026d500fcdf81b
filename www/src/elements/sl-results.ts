// What happened: the computed sentence, the load of every node, and the other strategies in short.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import type { CodeError, CompareRow } from "../core/types.ts";
import { count, percent, ratio } from "../format.ts";
import { headline, rows } from "../state/figures.ts";
import { chooseStrategy, codeOf, look, openCode, store } from "../state/gateway.ts";
import { presetOf } from "../state/shelf.ts";
import { hasError } from "../state/model.ts";
import { Watch } from "../state/watch.ts";
import { strings } from "../strings.ts";
import { Light } from "./base.ts";
import { showPanel } from "./sight.ts";
import "./sl-expect.ts";
import "./sl-load.ts";

const words = strings.results;
/** A sentence of more letters than this is set smaller, so that the panel keeps its height. */
const LONG = 116;

/** More strategies than these are shown by their ends alone; Compare has them all. */
const FEW = 6;

interface Numbered {
  readonly row: CompareRow;
  readonly index: number;
}

@customElement("sl-results")
export class SlResults extends Light {
  readonly #watch = new Watch(this, (state) => [state.shown, state.place.target, state.place.strategy, hasError(state), state.text, state.run.kind, state.codeWaits, state.veil] as const);

  protected override render(): TemplateResult {
    const [shown, target, , broken, , run, codeWaits, veil] = this.#watch.now;
    if (veil !== undefined) return html`<h2>${words.title}</h2><p class="muted" lang=${veil.lang} data-testid="veiled">${veil.words}</p>`;
    const waits = run === "waiting" || codeWaits.length > 0;
    const stale = broken && shown !== undefined;
    const why = presetOf(store.state)?.why ?? "";
    this.classList.toggle("stale", stale);
    return html`<div class="what">
        <h2 id="results-title">${target === 0 ? words.start : words.title}${stale ? html` <span class="bad">(${strings.run.stale})</span>` : nothing}</h2>
        ${shown === undefined && waits ? html`<p class="muted">${codeWaits.length > 0 ? strings.code.here : words.notRun}</p>` : this.#sentence()}
        ${why === "" ? nothing : html`<p class="why" data-testid="why">${why}</p>`}
      </div>
      <sl-expect></sl-expect>
      ${shown === undefined ? waits ? nothing : html`<div class="skeleton tall"></div>` : this.#refused === undefined ? html`<sl-load></sl-load>` : nothing}
      ${this.#others()}`;
  }

  #sentence(): TemplateResult {
    const refused = this.#refused;
    if (refused !== undefined) {
      return html`<div class="finding" aria-live="polite">
        <p class="sentence" data-testid="headline">${words.refused(refused.name, refused.step)}</p>
        <p class="aside" data-testid="aside">${ended(refused.why)}</p>
        ${refused.instead === "" ? nothing : html`<p class="muted">${ended(refused.instead)}</p>`}
        ${refused.error === undefined ? nothing : this.#wrong(refused.name, refused.error)}
      </div>`;
    }
    const now = headline(store.state);
    const impact = now?.impact;
    return html`<div class="finding" aria-live="polite">
      <p class="sentence ${(now?.sentence.length ?? 0) > LONG ? "long" : ""}" data-testid="headline">${now?.sentence ?? ""}</p>
      ${now === undefined || now.more === "" ? nothing : html`<p class="aside" data-testid="aside">${now.more}</p>`}
      ${now === undefined || impact === undefined
        ? nothing
        : html`<p class="verdict"><span class="${impact === "High" ? "bad" : "good"}">${impact.toUpperCase()} IMPACT</span> ${now.share} <span class="muted">${now.least}</span></p>`}
    </div>`;
  }

  /** Where code went wrong, and the way to mend it. */
  #wrong(name: string, { line, column }: CodeError): TemplateResult {
    const source = codeOf(store.state.place.strategy);
    return html`<p>${strings.code.at(line, column)} ${source === undefined ? nothing : html`<button type="button" class="link" @click=${() => {
      openCode(name, source);
      void showPanel();
    }}>${strings.code.edit}</button>`}</p>`;
  }

  /** Why there are no figures here, where the strategy could not do a step. */
  get #refused(): { name: string; step: number; why: string; instead: string; error?: CodeError } | undefined {
    const { shown, place } = store.state;
    const strategy = shown?.info.strategies[place.strategy];
    const refused = strategy?.refused;
    return strategy === undefined || refused === undefined || refused.step > place.target ? undefined : { name: strategy.name, ...refused };
  }

  #others(): TemplateResult | typeof nothing {
    const { place } = store.state;
    const all = rows(store.state).map((row, index) => ({ row, index }));
    if (all.length < 2) return nothing;
    const { columns } = words;
    const some = all.length > FEW ? ends(all, place.strategy, place.target > 0) : all;
    return html`<section aria-labelledby="others-title">
      <h2 id="others-title">${some === all ? words.others : place.target === 0 ? words.endsPeak : words.endsMoved}</h2>
      <table class="figures short">
        <thead>
          <tr><th scope="col">${columns.name}</th><th scope="col">${columns.moved}</th><th scope="col">${columns.needless}</th><th scope="col">${words.peak}</th></tr>
        </thead>
        <tbody>${some.map((one) => this.#other(one))}</tbody>
      </table>
      ${some === all ? nothing : html`<button type="button" class="link" @click=${this.#toCompare}>${words.all(count(all.length))}</button>`}
    </section>`;
  }

  #other({ row, index }: Numbered): TemplateResult {
    const { strategy, target } = store.state.place;
    const none = words.nothing;
    return html`<tr class=${index === strategy ? "chosen" : ""}>
      <th scope="row"><button type="button" class="link" aria-pressed=${index === strategy} @click=${() => {
        chooseStrategy(index);
      }}>${row.name}</button></th>
      ${row.refused === undefined
        ? html`<td title=${percent(row.moved_share)}>${target === 0 ? none : count(row.moved)}</td>
            <td class=${row.needless > 0 && target > 0 ? "bad" : ""}>${target === 0 ? none : count(row.needless)}</td>
            <td>${ratio(row.peak_to_average)}</td>`
        : html`<td colspan="3" class="refused" title=${row.refused}>${words.cannot}</td>`}
    </tr>`;
  }

  readonly #toCompare = async (): Promise<void> => {
    look({ tab: "compare", phonePanel: "compare" });
    const app = this.closest("sl-app");
    await new Promise(requestAnimationFrame);
    app?.querySelector("sl-panel")?.scrollIntoView({ block: "start" });
  };
}

/** Of many strategies: the chosen one between the two ends, by what moved, or at the start by balance. */
function ends(all: readonly Numbered[], strategy: number, moves: boolean): Numbered[] {
  const measure = ({ row }: Numbered): number => (moves ? row.moved : row.peak_to_average);
  const order = all.filter(({ row }) => row.refused === undefined).sort((a, b) => measure(a) - measure(b));
  const found = new Set([order[0], all[strategy], order.at(-1)].filter((one) => one !== undefined));
  return [...found].sort((a, b) => measure(a) - measure(b));
}

/** A message as a sentence with its end, where it has none of its own. */
function ended(message: string): string {
  return /[.?!]$/u.test(message) ? strings.sentence(message) : `${strings.sentence(message)}.`;
}
