// A migration at a moment: the keys on their way, what requests meet with over time, the clock, the strategies side by side.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { MigrationNow } from "../core/types.ts";
import { count } from "../format.ts";
import { Painted } from "../state/canvas.ts";
import { attempt } from "../state/page.ts";
import { migrations } from "../state/panels.ts";
import { SPEEDS, TICK_S } from "../state/migrations.ts";
import type { MigrationFound, State } from "../state/model.ts";
import { Watch } from "../state/watch.ts";
import { panelStrings } from "../panel-strings.ts";
import { Light, valueOf } from "./base.ts";
import { transport } from "./played.ts";

const words = panelStrings.migration;
/** Into so many parts the table cuts the time. */
const MOMENTS = 10;
const read = ({ migration }: State): readonly unknown[] => [migration.found, migration.policy, migration.at];

@customElement("sl-migration-stage")
export class SlMigrationStage extends Light {
  @state() private open = false;
  readonly #watch = new Watch(this, ({ migration }) => [migration.found, migration.policy, migration.at, migration.playing, migration.speed] as const);
  readonly #keys = new Painted(
    this,
    () => this.querySelector("canvas.keys"),
    ({ canvas, width, height, theme, dpr, state: { migration } }) => {
      migration.found?.scene.paint(canvas, migration.policy, { at_s: migration.at, width, height, theme, scale: 1 }, dpr);
    },
    read,
  );
  readonly #stack = new Painted(
    this,
    () => this.querySelector("canvas.stack"),
    ({ canvas, width, height, theme, dpr, state: { migration } }) => {
      migration.found?.scene.paint_stack(canvas, migration.policy, { at_s: migration.at, width, height, theme, scale: 1 }, dpr);
    },
    read,
  );

  protected override render(): TemplateResult {
    this.#keys.ask();
    this.#stack.ask();
    const [found, policy, at] = this.#watch.now;
    const now = found === undefined ? undefined : attempt(() => found.scene.now(policy, at));
    return html`<div class="migration-stage">
        <figure>
          <canvas class="keys" role="img" aria-label="${words.keysLabel}. ${now?.words ?? ""}"></canvas>
          <figcaption>${found === undefined || now === undefined ? nothing : html`<p data-testid="migration-now">${words.arrived(count(now.arrived), count(found.info.moved), count(now.flying))}</p>`}
            <p class="muted">${words.legend}</p></figcaption>
        </figure>
        <figure class="migration-side">
          <canvas class="stack" role="img" aria-label="${words.stack}. ${now === undefined ? "" : soFar(now)}"></canvas>
          <figcaption>${now === undefined ? nothing : this.#legend(now)}</figcaption>
          ${found === undefined ? nothing : this.#course(found, policy)}
        </figure>
      </div>
      ${this.#clock(found, at)}
      ${found === undefined || now === undefined ? nothing : this.#beside(found, now)}`;
  }

  /** Each outcome with what it has come to so far; what never happens is quiet. */
  #legend({ met }: MigrationNow): TemplateResult {
    return html`<ul class="migration-legend" aria-label=${words.soFar}><li class="none" aria-hidden="true">${words.soFar}</li>${words.met.map((name, band) => html`<li class=${(met[band] ?? 0) === 0 ? "none" : ""}><span class="swatch met${band}" aria-hidden="true"></span>${name} <b>${count(met[band] ?? 0)}</b></li>`)}</ul>`;
  }

  /** The same picture as a table, computed while it is open. */
  #course({ scene, end }: MigrationFound, policy: number): TemplateResult {
    const moments = this.open ? Array.from({ length: MOMENTS + 1 }, (_, i) => (end * i) / MOMENTS) : [];
    const row = (at: number): TemplateResult => html`<tr><th scope="row">${at.toFixed(2)}</th>${attempt(() => scene.now(policy, at))?.met.map((many) => html`<td>${count(many)}</td>`) ?? nothing}</tr>`;
    return html`<details @toggle=${(event: Event) => {
      this.open = event.target instanceof HTMLDetailsElement && event.target.open;
    }}><summary>${panelStrings.sweep.table}</summary><div class="scroller" tabindex="0" role="region" aria-label=${words.course}>
      <table class="figures" data-testid="migration-course"><caption class="unseen">${words.course}</caption>
        <thead><tr><th scope="col">${words.moment}</th>${words.met.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
        <tbody>${moments.map(row)}</tbody>
      </table></div></details>`;
  }

  #clock(found: MigrationFound | undefined, at: number): TemplateResult {
    const [, , , playing, speed] = this.#watch.now;
    const end = found?.end ?? 0;
    const off = found === undefined || end === 0;
    return html`<div class="migration-clock">
      ${transport(migrations, { at, playing, off })}
      <input type="range" min="0" max=${end} step=${TICK_S} aria-label=${words.moment} aria-valuetext=${words.ofEnd(at.toFixed(2), end.toFixed(1))} ?disabled=${off} .value=${live(String(at))} @keydown=${this.#key} @input=${(event: Event) => {
        migrations.go(Number(valueOf(event)));
      }} />
      <output data-testid="migration-at">${words.ofEnd(at.toFixed(2), end.toFixed(1))}</output>
      <select class="speed" aria-label=${words.speed} @change=${(event: Event) => {
        migrations.setSpeed(Number(valueOf(event)));
      }}>${SPEEDS.map((one) => html`<option value=${one} .selected=${live(one === speed)}>${count(one)}×</option>`)}</select>
    </div>`;
  }

  /** On the slider the space bar plays; the arrows are the slider's own. */
  readonly #key = (event: KeyboardEvent): void => {
    if (event.key !== " ") return;
    event.preventDefault();
    migrations.toggle();
  };

  /** The strategies at the same pace: the one that moves more takes longer. */
  #beside({ info }: MigrationFound, now: MigrationNow): TemplateResult | typeof nothing {
    if (info.beside.length < 2) return nothing;
    const [, , at] = this.#watch.now;
    return html`<section class="migration-beside" aria-label=${words.beside}>
      <h2>${words.beside}</h2>
      <ul>${info.beside.map(({ name, moved, copies, last_s, duration }, index) => {
        const done = now.beside[index] ?? 0;
        return html`<li><span class="name">${name}</span>
          <progress aria-label=${name} max=${Math.max(1, copies)} .value=${done}></progress>
          <span class=${copies > 0 && at >= last_s ? "" : "muted"}>${copies === 0 ? words.besideNone : words.besideDone(count(moved), duration)}${copies > 0 && at >= last_s ? " ✓" : ""}</span></li>`;
      })}</ul>
    </section>`;
  }
}

/** What requests have met with so far, without what never happens. */
function soFar({ met }: MigrationNow): string {
  return words.met.flatMap((name, band) => ((met[band] ?? 0) === 0 ? [] : [`${name} ${count(met[band] ?? 0)}`])).join(", ");
}
