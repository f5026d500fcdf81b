// The comparison as a table: one strategy a row, sorted by any column, its explanation opened beneath it.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { bytes, count, duration, percent, ratio } from "../format.ts";
import type { Column, Compared, Sort } from "../state/compare.ts";
import { chooseStrategy } from "../state/page.ts";
import { Watch } from "../state/watch.ts";
import { panelStrings } from "../panel-strings.ts";
import { icon, Light } from "./base.ts";
import "./sl-kind.ts";

const words = panelStrings.compare;
const COLUMNS: readonly Column[] = ["name", "moved", "needed", "needless", "theory", "peak", "p99", "deviation", "spread", "lookUp", "build", "memory"];

@customElement("sl-compare-table")
export class SlCompareTable extends Light {
  @property({ attribute: false }) list: readonly Compared[] = [];
  @property({ attribute: false }) sort: Sort | undefined;
  @property({ attribute: false }) onsort: (sort: Sort) => void = () => undefined;
  /** The strategies whose explanation is open, by name: it stays open while its figures change. */
  @state() private opened: ReadonlySet<string> = new Set();
  readonly #watch = new Watch(this, ({ place }) => [place.target, place.strategy] as const);

  protected override render(): TemplateResult {
    return html`<div class="scroller" tabindex="0" role="region" aria-label=${words.caption}>
      <table class="figures wide" data-testid="compare">
        <caption class="unseen">${words.caption}</caption>
        <thead><tr>${COLUMNS.map((column) => this.#head(column))}</tr></thead>
        <tbody>${this.list.map((compared) => this.#row(compared))}</tbody>
      </table>
    </div>`;
  }

  #head(column: Column): TemplateResult {
    const sorted = this.sort?.column === column ? this.sort : undefined;
    return html`<th scope="col" title=${words.means[column]} aria-sort=${sorted === undefined ? "none" : sorted.down ? "descending" : "ascending"}>
      <button type="button" class="sort" title=${words.sort(words.columns[column])} @click=${() => {
        this.onsort({ column, down: sorted === undefined ? false : !sorted.down });
      }}>${words.columns[column]}</button>
    </th>`;
  }

  #row(compared: Compared): TemplateResult {
    const { row, index } = compared;
    const [target, chosen] = this.#watch.now;
    const open = this.opened.has(row.name);
    const id = `explained-${String(index)}`;
    return html`<tr class=${index === chosen ? "chosen" : ""}>
        <th scope="row"><div class="row-head">
          <button type="button" class="quiet small turn" aria-expanded=${open} aria-controls=${open ? id : nothing} aria-label=${words.explain(row.name)} title=${words.explain(row.name)} @click=${() => {
            this.#toggle(row.name);
          }}>${icon("down")}</button>
          <span class="grow"><button type="button" class="link" aria-pressed=${index === chosen} @click=${() => {
            chooseStrategy(index);
          }}>${row.name}</button> <span class="muted more">${more(row)}</span></span>
        </div></th>
        ${row.refused === undefined ? figures(compared, target > 0) : html`<td colspan=${COLUMNS.length - 1} class="refused">${row.refused}</td>`}
      </tr>
      ${open ? html`<tr class="explained" id=${id}><td colspan=${COLUMNS.length}><sl-kind .compared=${compared}></sl-kind></td></tr>` : nothing}`;
  }

  #toggle(name: string): void {
    const opened = new Set(this.opened);
    if (!opened.delete(name)) opened.add(name);
    this.opened = opened;
  }
}

function figures({ row, timing, kind }: Compared, moves: boolean): TemplateResult {
  const { theory, deviation_theory: expected, spread } = row;
  const none = words.nothing;
  return html`<td>${moves ? html`${count(row.moved)} <span class="muted">${percent(row.moved_share)}</span>` : none}</td>
    <td>${moves ? count(row.moved - row.needless) : none}</td>
    <td class=${moves && row.needless > 0 ? "bad" : ""}>${moves ? count(row.needless) : none}</td>
    <td class="formula theory">${theory === undefined || !moves ? none : html`${percent(theory.moved)} <code>${bare(theory.formula)}</code>`}</td>
    <td>${ratio(row.peak_to_average)}</td>
    <td>${ratio(row.p99_to_average)}</td>
    <td class="formula">${words.deviation(percent(row.deviation))}${expected === undefined ? nothing : html` <code>${words.expected(percent(expected.deviation), bare(expected.formula))}</code>`}</td>
    <td class="spread">${spread === undefined ? none : words.spread(count(spread.nodes), percent(spread.greatest))}</td>
    <td class="formula cost">${timing === undefined ? none : duration(timing.lookUpNs)} <code>${kind?.lookup}</code></td>
    <td class="formula cost">${timing === undefined ? none : duration(timing.buildNs)} <code>${kind?.build}</code></td>
    <td class="formula cost">${bytes(row.memory_bytes)}${(timing?.preparedBytes ?? 0) > 0 ? html` <span class="muted">${words.prepared(bytes(timing?.preparedBytes ?? 0))}</span>` : nothing} <code>${kind?.memory}</code></td>`;
}

/** A formula without the value at its end, which stands beside it. */
function bare(formula: string): string {
  return formula.replace(/ = [\d.]+$/u, "");
}

/** What the description says beyond the name. */
export function more({ name, description }: Pick<Compared["row"], "name" | "description">): string {
  return description.startsWith(name) ? description.slice(name.length).replace(/^[,\s]+/u, "") : description;
}
