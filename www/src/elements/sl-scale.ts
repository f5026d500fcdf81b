// The scale: how many records, how far their count is, and what it found beside theory.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { Form, ScaleTable } from "../core/types.ts";
import { count, short, span } from "../format.ts";
import { strings } from "../state/page.ts";
import { cancelScale, setScale, startScale } from "../state/panels.ts";
import { hasError, type Found, type ScaleState } from "../state/model.ts";
import { downloadScale } from "../state/files.ts";
import { Watch } from "../state/watch.ts";
import { panelStrings } from "../panel-strings.ts";
import { Light, valueOf } from "./base.ts";
import { more } from "./sl-compare-table.ts";

const words = panelStrings.scale;
const COLUMNS = Object.keys(words.columns) as readonly (keyof typeof words.columns)[];

type Row = ScaleTable["rows"][number];

@customElement("sl-scale")
export class SlScale extends Light {
  readonly #watch = new Watch(this, (state) => [state.scale, state.form, state.text, hasError(state), state.inSlices] as const);

  protected override render(): TemplateResult {
    const [scale, form, , broken] = this.#watch.now;
    return html`${this.#controls(scale, form)}
      <p class="muted" role="alert">${broken ? words.off : scale.problem}</p>
      <div class="scale-state">${this.#state(scale)}</div>
      ${scale.found === undefined ? nothing : this.#found(scale, scale.found, form)}`;
  }

  #controls(scale: ScaleState, form: Form | undefined): TemplateResult {
    const running = scale.run.kind === "running";
    return html`<div class="scale-controls">
        <span role="group" aria-label=${words.records}>
          ${this.#number("number long", scale.records, words.howMany, running, (value) => {
            setScale({ records: Math.round(value) });
          })}
          <span aria-hidden="true">${words.records.toLowerCase()}</span>
          ${Object.entries(words.sizes).map(([name, records]) => html`<button type="button" class="chip" aria-pressed=${records === scale.records} ?disabled=${running} @click=${() => {
            setScale({ records });
          }}>${name}</button>`)}
        </span>
        ${this.#as(scale, form?.keys, running)}
        <span class="scale-start">
          <button type="button" class=${running ? "plain" : "primary"} ?disabled=${scale.asked === undefined} @click=${this.#press}>${running ? strings.run.cancel : words.start}</button>
          <span class="muted" data-testid="scale-estimate">${running ? nothing : this.#estimate(scale)}</span>
        </span>
      </div>
      ${form?.keys.kind === "list" ? html`<p class="muted">${words.listed}</p>` : nothing}`;
  }

  /** One button, so that whoever started by keyboard can cancel with the next press; the second of two clicks does not. */
  readonly #press = ({ detail }: MouseEvent): void => {
    const [{ run }] = this.#watch.now;
    if (run.kind !== "running") startScale();
    else if (detail < 2) cancelScale();
  };

  #as({ as }: ScaleState, keys: Form["keys"] | undefined, off: boolean): TemplateResult {
    if (keys?.kind !== "pattern") return html`<span>${words.as} ${words.ids}</span>`;
    return html`<label>${words.as} <select ?disabled=${off} @change=${(event: Event) => {
      setScale({ as: valueOf(event) === "own" ? "own" : "ids" });
    }}><option value="ids" .selected=${live(as === "ids")}>${words.ids}</option><option value="own" .selected=${live(as === "own")}>${words.own(keys.pattern)}</option></select></label>`;
  }

  #estimate({ estimate, asked }: ScaleState): string {
    if (asked === undefined) return "";
    return estimate === undefined ? words.measuring : words.estimate(span(estimate.ms), estimate.hands);
  }

  /** How far it is, or how it ended: only the end is spoken. */
  #state({ run, asked, found }: ScaleState): TemplateResult {
    const [, , , , inSlices] = this.#watch.now;
    const ends = run.kind === "failed" ? run.message : run.kind === "running" || found === undefined ? "" : ended(found);
    return html`${run.kind === "running" && asked !== undefined ? progress(run.done, asked.keys, run.keysPerS) : nothing}
      <p role="status" data-testid="scale-end">${ends}</p>
      ${run.kind === "idle" && found === undefined ? html`<p class="muted">${words.what}</p>` : nothing}
      ${inSlices ? html`<p class="muted">${strings.run.inSlices}</p>` : nothing}`;
  }

  #found(scale: ScaleState, found: Found, form: Form | undefined): TemplateResult {
    const [, , text] = this.#watch.now;
    const running = scale.run.kind === "running";
    const older = !running && (found.asked.of !== text || found.asked.text !== scale.asked?.text);
    const firsts = form !== undefined && (form.replicas > 1 || form.keys.popularity !== "uniform");
    const sentence = html`<p class="sentence long" data-testid="scale-finding">${found.words}</p>`;
    return html`<div class="scale ${older ? "older" : ""}">
      <div class="scale-head">${running ? sentence : nothing}<div role="status">${running ? nothing : sentence}</div>${this.#step(found)}</div>
      <p class="muted">${older ? words.older : nothing} ${firsts ? words.firsts : nothing}</p>
      ${this.#table(found)} ${this.#mean(scale)} ${this.#loads(found)}
      <button type="button" class="link" @click=${downloadScale}>${words.csv}</button>
    </div>`;
  }

  /** The steps to choose from, where there is more than one. */
  #step({ table: { steps }, step }: Found): TemplateResult | typeof nothing {
    if (steps.length < 3) return nothing;
    return html`<label>${words.step} <select @change=${(event: Event) => {
      setScale({ step: Number(valueOf(event)) });
    }}>${steps.map((label, index) => html`<option value=${index} .selected=${live(index === step)}>${label}</option>`)}</select></label>`;
  }

  #table({ table, step }: Found): TemplateResult {
    return html`<div class="scroller" tabindex="0" role="region" aria-label=${words.caption}>
      <table class="figures wide" data-testid="scale-table">
        <caption class="unseen">${words.caption}</caption>
        <thead><tr>${COLUMNS.map((column) => html`<th scope="col" title=${words.means[column]}>${words.columns[column]}</th>`)}</tr></thead>
        <tbody>${table.rows.map((row) => html`<tr><th scope="row">${row.name}<span class="muted more">${more(row)}</span></th>${row.refused === "" ? cells(row, step > 0) : html`<td colspan=${COLUMNS.length - 1} class="refused">${row.refused}</td>`}</tr>`)}</tbody>
      </table>
    </div>`;
  }

  /** What it would mean to move the records: their size and the throughput are the reader's. */
  #mean({ recordBytes, mbPerS }: ScaleState): TemplateResult {
    return html`<div class="scale-mean"><strong>${words.mean}</strong>
      <label>${this.#number("number", recordBytes, words.recordBytes, false, (value) => {
        setScale({ recordBytes: value });
      })} ${words.recordBytes}</label>
      <label>${this.#number("number", mbPerS, words.mbPerS, false, (value) => {
        setScale({ mbPerS: value });
      })} ${words.mbPerS}</label>
    </div>`;
  }

  /** Not kept live: figures that arrive meanwhile must not take back what is being typed. */
  #number(looks: string, value: number, label: string, off: boolean, set: (value: number) => void): TemplateResult {
    return html`<input class=${looks} type="number" min="0" step="any" inputmode="decimal" aria-label=${label} ?disabled=${off} .value=${String(value)} @change=${(event: Event) => {
      const typed = Number(valueOf(event));
      if (typed > 0 && Number.isFinite(typed)) set(typed);
      else if (event.target instanceof HTMLInputElement) event.target.value = String(value);
    }} />`;
  }

  #loads({ table }: Found): TemplateResult {
    return html`<details><summary>${words.loads}</summary>
      <div class="scale-loads">${table.rows.filter(({ refused }) => refused === "").map((row) => loads(row))}</div>
    </details>`;
  }
}

function progress(done: number, all: number, keysPerS: number): TemplateResult {
  const left = keysPerS > 0 ? `, ${words.left(span(((all - done) / keysPerS) * 1000))}` : "";
  return html`<p data-testid="scale-progress">${done === 0 ? words.building : `${words.progress(count(done), count(all), short(keysPerS))}${left}`}</p>
    <progress aria-label=${strings.run.working} max=${all} .value=${done}></progress>`;
}

/** How a count came to its end. */
function ended({ keys, asked, whole }: Found): string {
  if (whole === undefined) return words.part(count(keys), count(asked.keys));
  return words.done(count(keys), span(whole.ms), whole.hands, short((keys / whole.ms) * 1000));
}

function cells(row: Row, moves: boolean): TemplateResult {
  const none = panelStrings.compare.nothing;
  return html`<td>${moves ? html`${row.moved} <span class="muted">${row.moved_share}</span>` : none}</td>
    <td class="formula theory" title=${row.formula}>${row.theory === "" || !moves ? none : html`${row.theory} <code>${row.formula}</code>`}</td>
    <td class=${moves && row.needless !== "0" ? "bad" : ""}>${moves ? row.needless : none}</td>
    <td>${row.peak}</td>
    <td class="formula">±${row.deviation}${row.deviation_theory === "" ? nothing : html` <code>±${row.deviation_theory} = ${row.deviation_formula}</code>`}</td>
    <td>${moves ? row.bytes : none}</td>
    <td>${moves ? row.time : none}</td>`;
}

function loads({ name, loads: some, more }: Row): TemplateResult {
  return html`<div><table class="figures short">
      <caption>${name}</caption>
      <thead><tr><th scope="col">${words.node}</th><th scope="col">${words.records.toLowerCase()}</th><th scope="col">${strings.results.share}</th></tr></thead>
      <tbody>${some.map(({ name: node, keys, share }) => html`<tr><th scope="row">${node}</th><td>${keys}</td><td>${share}</td></tr>`)}</tbody>
    </table>
    ${more === 0 ? nothing : html`<p class="muted">${words.more(count(more))}</p>`}</div>`;
}
