// The incident: how it ends and why, what would have saved it, the ring and the charts at a moment, what happened, the map.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { IncidentForm, IncidentInfo } from "../core/types.ts";
import { Painted } from "../state/canvas.ts";
import { attempt, chooseStrategy, strings } from "../state/page.ts";
import { incidents } from "../state/panels.ts";
import { SPEEDS } from "../state/incidents.ts";
import { hasError, type IncidentFound } from "../state/model.ts";
import { Watch } from "../state/watch.ts";
import { panelStrings } from "../panel-strings.ts";
import { badge, Light, valueOf } from "./base.ts";
import { invitation, numberOf, progress, setOf, switchOf, transport, whose } from "./played.ts";
import "./sl-tipping.ts";

const words = panelStrings.incident;
/** The settings that are seen at once. */
const FEW: readonly string[] = ["utilisation", "throttle_mb_s", "retries"];

/** Into so many parts the table of the course cuts the time. */
const MOMENTS = 10;

@customElement("sl-incident")
export class SlIncident extends Light {
  @state() private open = false;
  readonly #watch = new Watch(this, (state) => {
    const { form, found, run, at, playing, speed, whole } = state.incident;
    return [form, found, run, at, playing, speed, whole, hasError(state), state.embed, state.form, state.place.strategy, state.inSlices, state.text] as const;
  });
  readonly #ring = new Painted(
    this,
    () => this.querySelector("canvas.incident-ring"),
    ({ canvas, width, height, theme, dpr, state: { incident } }) => {
      incident.found?.scene.paint_ring(canvas, { width, height, theme, at_s: incident.at, until_s: incidents.end }, dpr);
    },
    ({ incident }) => [incident.found, incident.at],
  );
  /** Painted once a run: the cursor is an element of its own. */
  readonly #charts = new Painted(
    this,
    () => this.querySelector("canvas.incident-charts"),
    ({ canvas, width, height, theme, dpr, state: { incident } }) => {
      incident.found?.scene.paint_charts(canvas, { width, height, theme, at_s: 0, until_s: incidents.end }, dpr);
    },
    ({ incident }) => [incident.found, incident.whole],
  );

  /** From the beginning, for somebody who comes to look. */
  replay(): void {
    incidents.start();
  }

  protected override render(): TemplateResult {
    this.#ring.ask();
    const [form, found, run, , , , , broken, embed, whole, , inSlices, text] = this.#watch.now;
    if (broken) return html`<p class="muted">${words.off}</p>`;
    if (form === undefined) return html`<p class="muted">${words.what}</p>`;
    if (whole?.steps.length === 0) return invitation(words.noStep);
    return html`<div class="incident ${found !== undefined && found.text !== text ? "older" : ""}">
      ${found === undefined ? html`<p class="sentence">${run.kind === "idle" ? words.refused : words.what}</p>` : this.#head(found.info)}
      ${embed === undefined ? this.#controls(form) : nothing}
      <div class="incident-run" role="status">${progress(run, incidents, words.working)}</div>
      ${found === undefined ? nothing : html`${this.#stage(found)} ${this.#under(found)}`}
      ${found === undefined || embed !== undefined ? nothing : html`<sl-tipping></sl-tipping>`}
      ${this.#pattern()} ${inSlices ? html`<p class="muted">${strings.run.inSlices}</p>` : nothing}
    </div>`;
  }

  /** What a learner should see in a second. */
  #head({ verdict, sentence, why, rescues }: IncidentInfo): TemplateResult {
    return html`<div class="incident-head">
      <p class="sentence" data-testid="incident-headline"><b class=${verdict === "survives" ? "good" : "bad"}>${words.verdicts[verdict] ?? verdict}</b> ${sentence}</p>
      <p class="incident-why"><code>${why}</code></p>
      ${rescues.length === 0 ? nothing : html`<div class="incident-saved"><b>${words.saved}</b>
        <ul>${rescues.map(({ setting, value, words: said }) => html`<li><button type="button" class="plain small" data-testid="rescue-${setting}" @click=${() => {
          setOf("incident", setting, value);
        }}>${words.take}</button> ${said}</li>`)}</ul></div>`}
    </div>`;
  }

  #controls(form: IncidentForm): TemplateResult {
    const numbers = form.settings.filter(({ switch: turns }) => !turns);
    const [, , , , , , , , , whole, strategy] = this.#watch.now;
    const strategies = whole?.strategies ?? [];
    return html`<div class="incident-controls">
        ${strategies.length < 2 ? nothing : html`<label>${words.strategy} <select @change=${(event: Event) => {
          chooseStrategy(Number(valueOf(event)));
        }}>${strategies.map(({ name }, index) => html`<option value=${index} .selected=${live(index === strategy)}>${name}</option>`)}</select></label>`}
        ${numbers.filter(({ id }) => FEW.includes(id)).map((setting) => numberOf("incident", setting))}
      </div>
      <div class="incident-controls switches">${form.settings.filter(({ switch: turns }) => turns).map((setting) => switchOf("incident", setting, setting.title))}</div>
      <details><summary>${panelStrings.played.more}</summary><div class="incident-controls">${numbers.filter(({ id }) => !FEW.includes(id)).map((setting) => numberOf("incident", setting))}</div></details>
      <p>${whose("incident", form.written)}</p>`;
  }

  #stage({ scene, info }: IncidentFound): TemplateResult {
    const [, , , at] = this.#watch.now;
    const end = incidents.end;
    const now = attempt(() => scene.now(at));
    return html`<div class="incident-stage">
        <figure><canvas class="incident-ring" role="img" aria-label="${words.ring}. ${now?.sentence ?? ""}"></canvas>
          <figcaption class="incident-key muted">${words.key}</figcaption></figure>
        <figure class="incident-plot"><canvas class="incident-charts" role="img" aria-label="${words.charts}. ${info.sentence}" @click=${(event: MouseEvent) => {
          const { left: from, width } = (event.currentTarget as HTMLElement).getBoundingClientRect();
          incidents.go(((event.clientX - from - info.chart_left) / Math.max(1, width - info.chart_left - info.chart_right)) * end);
        }}></canvas><span class="incident-cursor"></span><figcaption class="unseen">${words.charts}. ${info.sentence}</figcaption></figure>
      </div>
      ${this.#clock(info, end)}
      <p data-testid="incident-now">${now?.sentence ?? nothing}</p>`;
  }

  #clock(info: IncidentInfo, end: number): TemplateResult {
    const [, , , at, playing, speed, whole] = this.#watch.now;
    return html`<div class="incident-clock">
      ${transport(incidents, { at, playing, off: false })}
      <input type="range" min="0" max=${end} step="any" aria-label=${words.moment} aria-valuetext=${words.seconds(at - info.change_s)} .value=${live(String(at))} @input=${(event: Event) => {
        incidents.go(Number(valueOf(event)));
      }} />
      <label>${words.speed} <select @change=${(event: Event) => {
        incidents.setSpeed(Number(valueOf(event)));
      }}>${SPEEDS.map((one) => html`<option value=${one} .selected=${live(one === speed)}>${one}×</option>`)}</select></label>
      ${info.first_s === info.end_s ? nothing : html`<label><input type="checkbox" .checked=${live(whole)} @change=${() => {
        incidents.setWhole(!whole);
      }} /> ${words.whole}</label>`}
    </div>`;
  }

  #under({ scene, info }: IncidentFound): TemplateResult {
    const [, , , at] = this.#watch.now;
    const rows = attempt(() => scene.now(at).rows) ?? [];
    return html`<div class="incident-two">
        <section><h2>${words.events}</h2>
          <ol class="incident-events" data-testid="incident-events">${info.events.map(([when, what]) => html`<li class=${when <= at ? "past" : ""}><button type="button" class="link" aria-label=${words.goTo(words.seconds(when - info.change_s))} @click=${() => {
            if (when > incidents.end) incidents.setWhole(true);
            incidents.go(when);
          }}>${words.seconds(when - info.change_s)}</button> <span>${what}</span></li>`)}</ol></section>
        <section><h2>${words.forms}</h2>
          <dl class="incident-forms">${info.forms.map(([title, value, said]) => html`<div><dt>${title} <b>${value}</b></dt><dd><code>${said}</code></dd></div>`)}</dl></section>
      </div>
      ${this.#course(scene, info)}
      <details><summary>${words.nodes}</summary><div class="scroller" tabindex="0" role="region" aria-label=${words.nodes}>
        <table class="figures" data-testid="incident-nodes"><caption class="unseen">${words.nodes}</caption>
          <thead><tr>${words.columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
          <tbody>${rows.map(({ node, state, utilisation, streaming, mean, p99 }) => html`<tr><th scope="row">${badge(node.letter, node.colour)} ${node.name}</th><td>${state}</td><td>${utilisation}</td><td>${streaming}</td><td>${mean}</td><td>${p99}</td></tr>`)}</tbody>
        </table></div>${rows.length < info.members ? html`<p class="muted">${words.hottest}</p>` : nothing}</details>`;
  }

  /** The charts as a table, computed while it is open. */
  #course(scene: IncidentFound["scene"], info: IncidentInfo): TemplateResult {
    const end = incidents.end;
    const moments = this.open ? Array.from({ length: MOMENTS + 1 }, (_, i) => (end * i) / MOMENTS) : [];
    return html`<details @toggle=${(event: Event) => {
      this.open = event.target instanceof HTMLDetailsElement && event.target.open;
    }}><summary>${words.course}</summary><div class="scroller" tabindex="0" role="region" aria-label=${words.course}>
      <table class="figures" data-testid="incident-course"><caption class="unseen">${words.course}</caption>
        <thead><tr><th scope="col">${words.moment}</th><th scope="col">${words.cluster}</th></tr></thead>
        <tbody>${moments.map((at) => html`<tr><th scope="row">${words.seconds(at - info.change_s)}</th><td class="refused">${attempt(() => scene.now(at))?.sentence ?? nothing}</td></tr>`)}</tbody>
      </table></div></details>`;
  }

  #pattern(): TemplateResult {
    return html`<details class="incident-pattern"><summary>${words.pattern.title}</summary>
      ${words.pattern.says.map((say) => html`<p>${say}</p>`)}
      <ul>${words.pattern.sources.map(([name, url, said]) => html`<li><a href=${url} target="_blank" rel="noopener">${name}</a>: ${said}</li>`)}</ul></details>`;
  }

  protected override updated(): void {
    this.#charts.ask();
    const [, found, , at] = this.#watch.now;
    const cursor = this.querySelector<HTMLElement>(".incident-cursor");
    if (found === undefined || cursor === null) return;
    const { chart_left: left, chart_right: right } = found.info;
    // By property: the page's policy allows no style in the markup.
    cursor.style.insetInlineStart = `calc(${left}px + (100% - ${left + right}px) * ${Math.min(1, at / Math.max(1, incidents.end))})`;
  }
}
