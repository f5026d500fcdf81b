// The load of every node as a picture, in words, and as a table.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { count, percent } from "../format.ts";
import { Painted } from "../state/canvas.ts";
import { describeLoad, loads } from "../state/figures.ts";
import { store } from "../state/gateway.ts";
import { Watch } from "../state/watch.ts";
import { strings } from "../strings.ts";
import { badge, Light } from "./base.ts";

const words = strings.results;

@customElement("sl-load")
export class SlLoad extends Light {
  readonly #watch = new Watch(this, ({ shown, place }) => [shown, place.target, place.strategy] as const);
  readonly #painted = new Painted(
    this,
    () => this.querySelector("canvas"),
    ({ canvas, shown, width, height, theme, dpr, state }) => {
      shown.scene.paint_load(canvas, { strategy: state.place.strategy, phase: state.place.target, width, height, theme, scale: 1 }, dpr);
    },
    ({ place }) => [place.target, place.strategy],
  );

  protected override render(): TemplateResult {
    this.#painted.ask();
    const [shown] = this.#watch.now;
    const words_ = describeLoad(store.state);
    return html`<section aria-labelledby="load-title">
      <h2 id="load-title">${loads(store.state).some((row) => row.requests !== undefined) ? words.loadBoth : words.load}</h2>
      <figure class="load">
        <canvas role="img" aria-label=${words_}></canvas>
        <figcaption>${words_}</figcaption>
      </figure>
      ${shown === undefined ? nothing : html`<details><summary>${words.table}</summary>${this.#table()}</details>`}
    </section>`;
  }

  #table(): TemplateResult {
    const all = loads(store.state);
    const before = all.some((row) => row.before !== undefined);
    const requests = all.some((row) => row.requests !== undefined);
    return html`<table class="figures">
      <thead>
        <tr><th scope="col">${words.node}</th>${before ? html`<th scope="col">${words.before}</th>` : nothing}<th scope="col">${words.keys}</th><th scope="col">${words.share}</th>${requests ? html`<th scope="col">${words.requests}</th>` : nothing}<th scope="col">${words.fair}</th></tr>
      </thead>
      <tbody>
        ${all.map(
          (row) => html`<tr>
            <th scope="row">${badge(row.letter, row.colour)} ${row.name}${row.live ? nothing : html` <span class="muted">(${words.down})</span>`}</th>
            ${before ? html`<td>${row.before === undefined ? strings.compare.nothing : count(row.before)}</td>` : nothing}
            <td>${count(row.keys)}</td>
            <td>${percent(row.share)}</td>
            ${requests ? html`<td>${percent(row.requests ?? 0)}</td>` : nothing}
            <td>${percent(row.fair)}</td>
          </tr>`,
        )}
      </tbody>
    </table>`;
  }
}
