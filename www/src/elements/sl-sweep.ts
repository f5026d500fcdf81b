// The sweep: what is varied and measured as controls of the text, the chart with its finding in words, its figures.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { SweepForm, SweepTable } from "../core/types.ts";
import { percent } from "../format.ts";
import { Painted } from "../state/canvas.ts";
import { edit, strings } from "../state/page.ts";
import { cancelSweep, startSweep } from "../state/panels.ts";
import { hasError, type Chart, type RunState } from "../state/model.ts";
import { downloadSweep } from "../state/files.ts";
import { Watch } from "../state/watch.ts";
import { panelStrings } from "../panel-strings.ts";
import { Light, valueOf } from "./base.ts";

const words = panelStrings.sweep;

type Asked = NonNullable<SweepForm["asked"]>;
type Cell = SweepTable["rows"][number]["cells"][number];

@customElement("sl-sweep")
export class SlSweep extends Light {
  readonly #watch = new Watch(this, (state) => [state.sweep.form, state.sweep.chart, state.sweep.run, state.text, hasError(state), state.embed] as const);
  readonly #painted = new Painted(
    this,
    () => this.querySelector("canvas"),
    ({ canvas, width, height, theme, dpr, state }) => {
      state.sweep.chart?.scene.paint(canvas, { width, height, theme, scale: 1 }, dpr);
    },
    ({ sweep }) => [sweep.chart],
  );

  protected override render(): TemplateResult {
    this.#painted.ask();
    const [form, chart, run, text, broken, embed] = this.#watch.now;
    if (form === undefined) return html`<p class="muted">${broken ? words.off : nothing}</p>`;
    const { asked } = form;
    return html`${embed === undefined ? this.#controls(form, broken) : nothing}
      ${asked === undefined ? this.#invite(broken) : this.#figure(chart, run, chart !== undefined && chart.text !== text)}`;
  }

  /** What to vary and to measure; each control is an edit of the text. */
  #controls({ asked, parameters, measures }: SweepForm, off: boolean): TemplateResult {
    return html`<div class="sweep-controls">
      <label>${words.vary} ${this.#menu(parameters, asked?.parameter ?? "nodes", off, (parameter) => {
        edit({ do: "set_sweep", parameter });
      })}</label>
      ${asked === undefined ? nothing : this.#range(asked, off)}
      <label>${words.measure} ${this.#menu(measures, asked?.measure ?? "peak_to_average", off, (measure) => {
        edit({ do: "set_sweep", measure });
      })}</label>
      ${asked === undefined ? nothing : this.#rest(asked, off)}
    </div>`;
  }

  #menu(choices: SweepForm["parameters"], chosen: string, off: boolean, pick: (id: string) => void): TemplateResult {
    return html`<select ?disabled=${off} @change=${(event: Event) => {
      pick(valueOf(event));
      this.requestUpdate();
    }}>${choices.map(({ id, title }) => html`<option value=${id} .selected=${live(id === chosen)}>${title}</option>`)}</select>`;
  }

  #range({ begin, end, whole }: Asked, off: boolean): TemplateResult {
    return html`<label>${words.from} ${this.#number(begin, whole, off, (value) => {
        edit({ do: "set_sweep", begin: value });
      })}</label>
      <label>${words.to} ${this.#number(end, whole, off, (value) => {
        edit({ do: "set_sweep", end: value });
      })}</label>`;
  }

  #rest({ seeds }: Asked, off: boolean): TemplateResult {
    return html`<label>${words.seeds} ${this.#number(seeds, true, off, (value) => {
        edit({ do: "set_sweep", seeds: Math.max(1, value) });
      })}</label>
      <button type="button" class="link" ?disabled=${off} @click=${() => {
        edit({ do: "remove_sweep" });
      }}>${words.remove}</button>`;
  }

  /** Not kept live: a chart that is finished meanwhile must not take back what is being typed. */
  #number(value: number, whole: boolean, off: boolean, set: (value: number) => void): TemplateResult {
    return html`<input class="number" type="number" step="any" inputmode=${whole ? "numeric" : "decimal"} ?disabled=${off} .value=${String(value)} @change=${(event: Event) => {
      const text = valueOf(event);
      const typed = whole ? Math.round(Number(text)) : Number(text);
      // The old value stands again unless the edit makes a new one.
      if (event.target instanceof HTMLInputElement) event.target.value = String(value);
      if (text !== "" && Number.isFinite(typed)) set(typed);
    }} />`;
  }

  #invite(off: boolean): TemplateResult {
    return html`<div class="sweep-invite"><p>${words.what}</p>
      <button type="button" class="primary" ?disabled=${off} @click=${() => {
        edit({ do: "set_sweep" });
      }}>${words.draw}</button></div>`;
  }

  #figure(chart: Chart | undefined, run: RunState, older: boolean): TemplateResult {
    return html`<figure class="sweep ${older ? "older" : ""}">
        <div class="sweep-stage">
          <canvas role="img" aria-label=${chart?.words ?? words.what}></canvas>
          <div role="status" class="sweep-run">${this.#run(run)}</div>
        </div>
        <figcaption aria-live="polite">
          <p class="sentence long" data-testid="sweep-finding">${chart?.words ?? nothing}</p>
          <p class="muted">${chart === undefined ? nothing : notes(chart.table, older)}</p>
        </figcaption>
      </figure>
      ${chart === undefined ? nothing : this.#figures(chart)}`;
  }

  #run(run: RunState): TemplateResult | typeof nothing {
    switch (run.kind) {
      case "idle":
        return nothing;
      case "waiting":
        return html`<div class="run-card"><p>${words.waiting}</p><button type="button" class="primary" @click=${startSweep}>${strings.run.start(run.costMs)}</button></div>`;
      case "failed":
        return html`<div class="run-card"><p>${run.message}</p><button type="button" class="plain" @click=${startSweep}>${strings.loading.again}</button></div>`;
      case "running":
        if (run.seen === "not-yet") return nothing;
        return html`<div class="run-card">
          <p>${run.total === 0 ? strings.run.working : words.progress(percent(run.done / run.total))}</p>
          <progress aria-label=${strings.run.working} max=${Math.max(1, run.total)} .value=${run.done}></progress>
          <button type="button" class="plain" @click=${cancelSweep}>${strings.run.cancel}</button>
        </div>`;
    }
  }

  #figures({ table }: Chart): TemplateResult {
    return html`<div class="sweep-files">
        <button type="button" class="link" @click=${() => {
          downloadSweep("csv");
        }}>${words.csv}</button>
        <button type="button" class="link" @click=${() => {
          downloadSweep("svg");
        }}>${words.svg}</button>
      </div>
      <details><summary>${words.table}</summary>
        <div class="scroller" tabindex="0" role="region" aria-label=${words.caption(table.measure, table.axis)}>
          <table class="figures" data-testid="sweep-table">
            <caption class="unseen">${words.caption(table.measure, table.axis)}</caption>
            <thead><tr><th scope="col">${table.axis}</th>${table.strategies.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
            <tbody>${table.rows.map(({ value, cells }) => html`<tr><th scope="row">${value}</th>${cells.map((cell) => this.#cell(cell))}</tr>`)}</tbody>
          </table>
        </div>
      </details>`;
  }

  #cell({ mean, range, theory, refused }: Cell): TemplateResult {
    if (refused !== "") return html`<td class="refused">${refused}</td>`;
    return html`<td>${mean} <span class="muted">${range}</span> ${theory === "" ? nothing : html`<span class="muted">${words.theoryIs(theory)}</span>`}</td>`;
  }
}

/** What the picture's bands and dashes are. */
function notes({ seeds, theory }: SweepTable, older: boolean): string {
  return [older ? words.older : "", seeds > 1 ? words.band(seeds) : "", theory ? words.theory : ""].filter((note) => note !== "").join(" ");
}
