// Who gave keys to whom in this step, as a matrix whose cells are shaded by their size.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { FlowTable } from "../core/types.ts";
import { count } from "../format.ts";
import { flows } from "../state/figures.ts";
import { store, strings } from "../state/page.ts";
import { download } from "../state/files.ts";
import { Watch } from "../state/watch.ts";
import { panelStrings } from "../panel-strings.ts";
import { badge, Light } from "./base.ts";

const words = panelStrings.compare;
/** Shades of a cell, by its part of the greatest. */
const SHADES = 4;

@customElement("sl-flows")
export class SlFlows extends Light {
  readonly #watch = new Watch(this, ({ shown, place }) => [shown, place.target, place.strategy] as const);
  @state() private writing = false;

  protected override render(): TemplateResult {
    const [shown, target, strategy] = this.#watch.now;
    const table = flows(store.state);
    const chosen = shown?.info.strategies[strategy];
    const name = chosen?.name ?? "";
    const refused = chosen?.refused;
    const none = refused === undefined || refused.step > target ? words.noFlows : strings.results.refused(name, refused.step);
    return html`<div class="flows">
      <h2 id="flows-title">${words.flows(name)}</h2>
      ${table === undefined ? html`<p class="muted">${none}</p>` : this.#matrix(table)}
      <button type="button" class="plain" ?disabled=${this.writing || table === undefined} @click=${this.#csv}>${this.writing ? words.working : words.csv}</button>
    </div>`;
  }

  #matrix({ givers, takers, more_givers, more_takers, cells }: FlowTable): TemplateResult {
    const rows = heads(givers, more_givers);
    const columns = heads(takers, more_takers);
    const row = (index: number): readonly number[] => cells.slice(index * columns.length, (index + 1) * columns.length);
    // Sums of many nodes are not shaded: they are no node's.
    const most = Math.max(...givers.flatMap((_, index) => row(index).slice(0, takers.length)));
    const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
    const shaded = (keys: number, from: number, to: number): string => (from < givers.length && to < takers.length ? `shade${shade(keys, most)}` : "rest");
    return html`${rows.length > givers.length || columns.length > takers.length ? html`<p class="muted">${words.flowsCut}</p>` : nothing}
    <div class="scroller" tabindex="0" role="region" aria-labelledby="flows-title">
      <table class="matrix">
        <thead>
          <tr><th scope="col">${words.from} \\ ${words.to}</th>${columns.map((head) => html`<th scope="col">${head}</th>`)}<th scope="col">${words.all}</th></tr>
        </thead>
        <tbody>
          ${rows.map(
            (head, from) => html`<tr>
              <th scope="row">${head}</th>
              ${row(from).map((keys, to) => html`<td class=${shaded(keys, from, to)}>${keys === 0 ? words.nothing : count(keys)}</td>`)}
              <td class="sum">${count(sum(row(from)))}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  readonly #csv = async (): Promise<void> => {
    this.writing = true;
    await download("csv");
    this.writing = false;
  };
}

/** The nodes of one side, and the others together. */
function heads(nodes: FlowTable["givers"], more: number): TemplateResult[] {
  const named = nodes.map(({ name, letter, colour }) => html`<span class="node">${badge(letter, colour)} ${name}</span>`);
  return more === 0 ? named : [...named, html`<span class="muted">${words.others(count(more))}</span>`];
}

function shade(keys: number, most: number): number {
  return keys === 0 || most <= 0 ? 0 : Math.ceil((keys / most) * SHADES);
}
