// Who gave keys to whom in this step, as a matrix whose cells are shaded by their size.
import { html, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { count } from "../format.ts";
import { flows, nodeOf } from "../state/figures.ts";
import { store } from "../state/gateway.ts";
import { download } from "../state/share.ts";
import { Watch } from "../state/watch.ts";
import { strings } from "../strings.ts";
import { badge, Light } from "./base.ts";

const words = strings.compare;
/** Shades of a cell, by its part of the greatest. */
const SHADES = 4;

@customElement("sl-flows")
export class SlFlows extends Light {
  readonly #watch = new Watch(this, ({ shown, place }) => [shown, place.target, place.strategy] as const);
  @state() private writing = false;

  protected override render(): TemplateResult {
    const [shown, target, strategy] = this.#watch.now;
    const all = flows(store.state);
    const chosen = shown?.info.strategies[strategy];
    const name = chosen?.name ?? "";
    const refused = chosen?.refused;
    const none = refused === undefined || refused.step > target ? words.noFlows : strings.results.refused(name, refused.step);
    return html`<div class="flows">
      <h2 id="flows-title">${words.flows(name)}</h2>
      ${all.length === 0 ? html`<p class="muted">${none}</p>` : this.#matrix()}
      <button type="button" class="plain" ?disabled=${this.writing || all.length === 0} @click=${this.#csv}>${this.writing ? words.working : words.csv}</button>
    </div>`;
  }

  #matrix(): TemplateResult {
    const all = flows(store.state);
    const order = store.state.shown?.info.nodes.map(({ name }) => name) ?? [];
    const inOrder = (names: readonly string[]): string[] => [...new Set(names)].sort((a, b) => order.indexOf(a) - order.indexOf(b));
    const from = inOrder(all.map((flow) => flow.from));
    const to = inOrder(all.map((flow) => flow.to));
    const most = Math.max(...all.map(({ keys }) => keys));
    const keys = (a: string, b: string): number => all.find((flow) => flow.from === a && flow.to === b)?.keys ?? 0;
    const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
    return html`<div class="scroller" tabindex="0" role="region" aria-labelledby="flows-title">
      <table class="matrix">
        <thead>
          <tr><th scope="col">${words.from} \\ ${words.to}</th>${to.map((name) => html`<th scope="col">${this.#node(name)}</th>`)}<th scope="col">${words.all}</th></tr>
        </thead>
        <tbody>
          ${from.map(
            (a) => html`<tr>
              <th scope="row">${this.#node(a)}</th>
              ${to.map((b) => html`<td class="shade${shade(keys(a, b), most)}">${keys(a, b) === 0 ? words.nothing : count(keys(a, b))}</td>`)}
              <td class="sum">${count(sum(to.map((b) => keys(a, b))))}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  #node(name: string): TemplateResult {
    const { letter, colour } = nodeOf(store.state, name);
    return html`<span class="node">${badge(letter, colour)} ${name}</span>`;
  }

  readonly #csv = async (): Promise<void> => {
    this.writing = true;
    await download("csv");
    this.writing = false;
  };
}

function shade(keys: number, most: number): number {
  return keys === 0 ? 0 : Math.ceil((keys / most) * SHADES);
}
