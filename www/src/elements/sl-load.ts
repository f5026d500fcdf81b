// The load of every node as a picture, in words, and as a table.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { LoadRow, LoadView } from "../core/types.ts";
import { count, percent } from "../format.ts";
import { Painted, type Sheet } from "../state/canvas.ts";
import { describeLoad, loads } from "../state/figures.ts";
import { attempt, later, store } from "../state/gateway.ts";
import { Watch } from "../state/watch.ts";
import { strings } from "../strings.ts";
import { badge, Light } from "./base.ts";

const words = strings.results;
/** More rows than this are neither read nor laid out in a moment. */
const ROWS_MAX = 50;

@customElement("sl-load")
export class SlLoad extends Light {
  readonly #watch = new Watch(this, ({ shown, place }) => [shown, place.target, place.strategy] as const);
  readonly #painted = new Painted(
    this,
    () => this.querySelector("canvas"),
    (sheet) => {
      sheet.shown.scene.paint_load(sheet.canvas, this.#view(sheet), sheet.dpr);
    },
    ({ place }) => [place.target, place.strategy],
  );
  /** Whether the table is asked for; that of few nodes is there, and can be searched by the browser. */
  @state() private open = false;
  /** The node whose bar is pointed at, among many. */
  #focus: number | undefined;

  protected override render(): TemplateResult {
    this.#painted.ask();
    const [shown] = this.#watch.now;
    const words_ = describeLoad(store.state);
    return html`<section aria-labelledby="load-title">
      <h2 id="load-title">${shown?.info.by_requests === true ? words.loadBoth : words.load}</h2>
      <figure class="load">
        <canvas role="img" aria-label=${words_} @pointermove=${this.#point} @pointerdown=${this.#point} @pointerleave=${() => {
          this.#take(undefined);
        }}></canvas>
        <figcaption>${words_}</figcaption>
      </figure>
      ${shown === undefined ? nothing : html`<details @toggle=${this.#toggle}><summary>${words.table}</summary>${this.open || shown.info.nodes <= ROWS_MAX ? this.#table(shown.info.by_requests) : nothing}</details>`}
    </section>`;
  }

  readonly #toggle = (event: Event): void => {
    this.open = event.target instanceof HTMLDetailsElement && event.target.open;
  };

  #view({ state: { place }, width, height, theme }: Sheet): LoadView {
    const view: LoadView = { strategy: place.strategy, phase: place.target, width, height, theme, scale: 1 };
    return this.#focus === undefined ? view : { ...view, focus: this.#focus };
  }

  readonly #point = (event: PointerEvent): void => {
    const { sheet } = this.#painted;
    if (sheet !== undefined) this.#take(attempt(() => sheet.shown.scene.hit_load(this.#view(sheet), event.offsetX, event.offsetY)));
  };

  #take(focus: number | undefined): void {
    if (focus === this.#focus) return;
    this.#focus = focus;
    this.#painted.ask();
  }

  #table(requests: boolean): TemplateResult {
    const all = loads(store.state);
    const cut = all.length > ROWS_MAX;
    const rows = cut ? [...all].sort((a, b) => b.keys - a.keys).slice(0, ROWS_MAX) : all;
    const before = all.some((row) => row.before !== undefined);
    return html`${cut
        ? html`<p class="muted">${words.tableCut(count(rows.length), count(all.length))} <button type="button" class="link" @click=${() => {
          later.download("loads");
        }}>${words.csv}</button></p>`
        : nothing}
      <table class="figures">
      <thead>
        <tr><th scope="col">${words.node}</th>${before ? html`<th scope="col">${words.before}</th>` : nothing}<th scope="col">${words.keys}</th><th scope="col">${words.share}</th>${requests ? html`<th scope="col">${words.requests}</th>` : nothing}<th scope="col">${words.fair}</th></tr>
      </thead>
      <tbody>
        ${rows.map((row) => this.#row(row, before, requests))}
      </tbody>
    </table>`;
  }

  #row(row: LoadRow, before: boolean, requests: boolean): TemplateResult {
    return html`<tr>
      <th scope="row">${badge(row.letter, row.colour)} ${row.name}${row.live ? nothing : html` <span class="muted">(${words.down})</span>`}</th>
      ${before ? html`<td>${row.before === undefined ? words.nothing : count(row.before)}</td>` : nothing}
      <td>${count(row.keys)}</td>
      <td>${percent(row.share)}</td>
      ${requests ? html`<td>${percent(row.requests ?? 0)}</td>` : nothing}
      <td>${percent(row.fair)}</td>
    </tr>`;
  }
}
