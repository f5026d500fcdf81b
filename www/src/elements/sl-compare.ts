// Every strategy over the same keys and the same step, sortable by every column, and who gave to whom.
import { html, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { CompareRow } from "../core/types.ts";
import { bytes, count, percent, ratio } from "../format.ts";
import { rows } from "../state/figures.ts";
import { chooseStrategy, store } from "../state/gateway.ts";
import { Watch } from "../state/watch.ts";
import { strings } from "../strings.ts";
import { Light } from "./base.ts";
import "./sl-flows.ts";

const words = strings.compare;

type Column = keyof typeof words.columns;

/** What a column is sorted by; a text, or a number where a missing one comes last. */
const VALUES: Readonly<Record<Column, (row: CompareRow) => number | string>> = {
  name: (row) => row.name,
  moved: (row) => row.moved,
  needed: (row) => row.moved - row.needless,
  needless: (row) => row.needless,
  theory: (row) => row.theory?.moved ?? Infinity,
  peak: (row) => row.peak_to_average,
  spread: (row) => row.spread?.greatest ?? Infinity,
  memory: (row) => row.memory_bytes,
};

const COLUMNS: readonly Column[] = ["name", "moved", "needed", "needless", "theory", "peak", "spread", "memory"];

@customElement("sl-compare")
export class SlCompare extends Light {
  readonly #watch = new Watch(this, ({ shown, place }) => [shown, place.target, place.strategy] as const);
  @state() private sort: { readonly column: Column; readonly down: boolean } | undefined;

  protected override render(): TemplateResult {
    const [, target] = this.#watch.now;
    return html`<div class="scroller" tabindex="0" role="region" aria-label=${words.caption}>
        <table class="figures wide" data-testid="compare">
          <caption class="unseen">${words.caption}</caption>
          <thead><tr>${COLUMNS.map((column) => this.#head(column))}</tr></thead>
          <tbody>${this.#sorted().map(([row, index]) => this.#row(row, index))}</tbody>
        </table>
      </div>
      ${target === 0 ? html`<p class="muted">${words.atStart}</p>` : html`<sl-flows></sl-flows>`}`;
  }

  #head(column: Column): TemplateResult {
    const sorted = this.sort?.column === column ? this.sort : undefined;
    return html`<th scope="col" aria-sort=${sorted === undefined ? "none" : sorted.down ? "descending" : "ascending"}>
      <button type="button" class="sort" title=${words.sort(words.columns[column])} @click=${() => {
        this.sort = { column, down: sorted === undefined ? false : !sorted.down };
      }}>${words.columns[column]}</button>
    </th>`;
  }

  #row(row: CompareRow, index: number): TemplateResult {
    const { place } = store.state;
    const moves = place.target > 0;
    return html`<tr class=${index === place.strategy ? "chosen" : ""}>
      <th scope="row"><button type="button" class="link" aria-pressed=${index === place.strategy} @click=${() => {
        chooseStrategy(index);
      }}>${row.name}</button> <span class="muted">${more(row)}</span></th>
      ${row.refused === undefined
        ? html`<td>${moves ? html`${count(row.moved)} <span class="muted">${percent(row.moved_share)}</span>` : words.nothing}</td>
            <td>${moves ? count(row.moved - row.needless) : words.nothing}</td>
            <td class=${moves && row.needless > 0 ? "bad" : ""}>${moves ? count(row.needless) : words.nothing}</td>
            <td>${row.theory === undefined || !moves ? words.nothing : html`${percent(row.theory.moved)} <code>${row.theory.formula}</code>`}</td>
            <td>${ratio(row.peak_to_average)}</td>
            <td>${row.spread === undefined ? words.nothing : words.spread(count(row.spread.nodes), percent(row.spread.greatest))}</td>
            <td>${bytes(row.memory_bytes)}</td>`
        : html`<td colspan="7" class="refused">${row.refused}</td>`}
    </tr>`;
  }

  #sorted(): [CompareRow, number][] {
    const all = rows(store.state).map((row, index): [CompareRow, number] => [row, index]);
    const { sort } = this;
    if (sort === undefined) return all;
    const value = VALUES[sort.column];
    const order = ([a]: [CompareRow, number], [b]: [CompareRow, number]): number => {
      const [x, y] = [value(a), value(b)];
      return (x < y ? -1 : x > y ? 1 : 0) * (sort.down ? -1 : 1);
    };
    return all.sort(order);
  }
}


/** What the description says beyond the name. */
function more({ name, description }: CompareRow): string {
  return description.startsWith(name) ? description.slice(name.length).replace(/^[,\s]+/u, "") : description;
}
