// The migration: what it came to, its controls, its pictures, its figures beside theory, all policies, the story of a key.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { MigrationForm, MigrationInfo, MigrationStory } from "../core/types.ts";
import { count } from "../format.ts";
import { edit, store, strings } from "../state/page.ts";
import { migrations } from "../state/panels.ts";
import { hasError, type MigrationFound, type MigrationState } from "../state/model.ts";
import { Watch } from "../state/watch.ts";
import { panelStrings } from "../panel-strings.ts";
import { Light, valueOf } from "./base.ts";
import { invitation, numberOf, progress, setOf, switchOf, whose } from "./played.ts";
import "./sl-migration-stage.ts";

const words = panelStrings.migration;
/** The settings that are seen at once; the switches have a row of their own. */
const FEW: readonly string[] = ["reads_per_s", "writes_per_s", "copy_keys_per_s"];

type Row = MigrationInfo["rows"][number];

@customElement("sl-migration")
export class SlMigration extends Light {
  readonly #watch = new Watch(this, (state) => {
    const { form, found, run, policy, story, key, telling } = state.migration;
    return [form, found, run, policy, story, key, telling, hasError(state), state.embed, state.form, state.place.strategy, state.inSlices] as const;
  });

  protected override render(): TemplateResult {
    const [form, found, run, policy, , , , broken, embed, whole] = this.#watch.now;
    if (broken) return html`<p class="muted">${words.off}</p>`;
    if (form === undefined) return html`<p class="muted">${words.what}</p>`;
    if (whole?.steps.length === 0) return invitation(words.noStep);
    const row = found?.info.rows[policy];
    return html`<div class="migration">
      ${row === undefined ? this.#nothingYet(run) : this.#head(row)}
      ${embed === undefined ? this.#controls(form) : nothing}
      <div class="migration-run" role="status">${progress(run, migrations, words.working)}</div>
      <sl-migration-stage></sl-migration-stage>
      ${embed === undefined ? this.#safeguards(form) : nothing}
      ${found === undefined || row === undefined ? nothing : html`${this.#notes(found, row, form)} ${this.#table(found, policy)}
        <div class="migration-two">${this.#figures(row)} ${this.#story()}</div>`}
    </div>`;
  }

  /** From the beginning, for somebody who comes to look. */
  replay(): void {
    migrations.start();
  }

  /** What a learner should see in a second. */
  #head(row: Row): TemplateResult {
    const said = words.policies[row.policy];
    return html`<div class="migration-head">
      <p class="sentence" data-testid="migration-headline"><b>${said?.title}:</b> <span class=${row.good ? "good" : "bad"}>${row.verdict}</span> ${row.price}</p>
      <p data-testid="migration-moves">${row.moves}</p>
      <p class="muted">${said?.what} ${words.asIn} ${said?.who} ${words.wrong} ${said?.wrong}</p>
    </div>`;
  }

  #nothingYet(run: MigrationState["run"]): TemplateResult {
    const [, , , , , , , , , whole, strategy] = this.#watch.now;
    const name = whole?.strategies[strategy]?.name ?? "";
    return html`<div class="migration-head"><p class="sentence">${run.kind === "idle" ? words.refused(name) : words.what}</p></div>`;
  }

  #controls(form: MigrationForm): TemplateResult {
    const few = form.settings.filter(({ id }) => FEW.includes(id));
    return html`<div class="migration-controls">
        <label>${words.policy} <select data-testid="migration-policy" @change=${(event: Event) => {
          choose(valueOf(event));
          this.requestUpdate();
        }}>${Object.entries(words.policies).map(([id, { title }]) => html`<option value=${id} .selected=${live(id === form.policies[0])}>${title}</option>`)}</select></label>
        ${few.map((setting) => numberOf("migration", setting))}
        ${whose("migration", form.written)}
      </div>`;
  }

  /** The switches, each with what it is there for, and the settings that are seldom needed. */
  #safeguards(form: MigrationForm): TemplateResult {
    const rest = form.settings.filter(({ id, switch: turns }) => !FEW.includes(id) && !turns);
    return html`<fieldset class="migration-switches"><legend>${words.breakIt}</legend>
        ${form.settings.filter(({ switch: turns }) => turns).map((setting) => switchOf("migration", setting, html`${setting.title} <span class=${setting.value === 0 ? "bad" : "muted"}>${setting.about}</span>`))}
      </fieldset>
      <details class="migration-more"><summary>${panelStrings.played.more}</summary>
        <div class="migration-controls">${rest.map((setting) => numberOf("migration", setting))}</div>
      </details>`;
  }

  #notes({ info }: MigrationFound, row: Row, form: MigrationForm): TemplateResult {
    const [, , , , , , , , , , , inSlices] = this.#watch.now;
    const notes = [
      ...(info.keys < info.all ? [words.sampled(count(info.keys), count(info.all))] : []),
      ...(info.gone > 0 ? [words.gone(count(info.gone))] : []),
      ...(row.bounded === "" ? [] : [words.bounded(row.bounded)]),
      ...(inSlices ? [strings.run.inSlices] : []),
      ...(form.settings.length === 0 ? [words.what] : []),
    ];
    return html`<div class="migration-notes">${notes.map((note) => html`<p data-testid="migration-note">${note}</p>`)}</div>`;
  }

  /** The good and the bad at once; a row is chosen to be watched. */
  #table({ info }: MigrationFound, policy: number): TemplateResult {
    return html`<div class="scroller" tabindex="0" role="region" aria-label=${words.table}>
      <table class="figures" data-testid="migration-table">
        <caption><h2>${words.table}</h2></caption>
        <thead><tr>${words.columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
        <tbody>${info.rows.map((row, index) => html`<tr class=${index === policy ? "chosen" : ""}>
          <th scope="row"><span class=${row.good ? "good" : "bad"} aria-hidden="true">${row.good ? "✓" : "✗"}</span>
            <button type="button" class="link" aria-pressed=${index === policy} aria-label=${words.watch(words.policies[row.policy]?.title ?? row.policy)} @click=${() => {
              choose(row.policy);
            }}>${words.policies[row.policy]?.title ?? row.policy}</button></th>
          <td>${row.duration}</td><td>${row.pause === "0 s" ? panelStrings.compare.nothing : row.pause}</td>${wrong(row.miss)}<td>${some(row.blocked)}</td>${wrong(row.stale)}${wrong(row.lost)}<td>${some(row.redirect)}</td><td>${some(row.extra)}</td>${wrong(row.error)}</tr>`)}</tbody>
      </table>
    </div>`;
  }

  #figures({ forms }: Row): TemplateResult {
    return html`<section><h2>${words.figures}</h2>
      <dl class="migration-forms" data-testid="migration-forms">${forms.map(({ of, found, theory, agrees, apart }) => html`<div><dt>${words.of[of] ?? of} <b>${found}</b>
        ${agrees === undefined ? nothing : html`<span class=${agrees ? "good" : "muted"}>${agrees ? `✓ ${words.agrees}` : `≠ ${words.differs(apart)}`}</span>`}</dt>
        <dd><code>${theory}</code></dd></div>`)}</dl>
      <p class="muted">${words.figuresWhy} ${forms.some(({ agrees }) => agrees === false) ? html`<button type="button" class="link" @click=${pure}>${words.pure}</button>` : nothing}</p>
    </section>`;
  }

  #story(): TemplateResult {
    const [, , , , story, key, telling] = this.#watch.now;
    return html`<section><h2>${words.story}</h2>
      <div class="migration-tell">
        <label>${words.storyKey} <input type="text" autocomplete="off" spellcheck="false" .value=${story?.key ?? key} @keydown=${(event: KeyboardEvent) => {
          if (event.key === "Enter") this.#tell();
        }} /></label>
        <button type="button" class="plain" @click=${this.#tell}>${words.storyTell}</button>
        <button type="button" class="link" @click=${() => void migrations.tell("")}>${words.storyNoted}</button>
      </div>
      <div data-testid="migration-story" aria-live="polite" aria-busy=${telling}>${story === undefined ? html`<p class="muted">${telling ? words.telling : nothing}</p>` : told(story)}</div>
    </section>`;
  }

  /** Not a form: frames without the permission for one would send nothing. */
  readonly #tell = (): void => {
    const field = this.querySelector<HTMLInputElement>(".migration-tell input");
    if (field !== null && field.value.trim() !== "") void migrations.tell(field.value.trim());
  };
}

function told(story: MigrationStory): TemplateResult {
  if (!story.found) return html`<p>${words.storyNone(story.key)}</p>`;
  return html`${story.why === "" ? nothing : html`<p>${words.why[story.why]}</p>`}
    <ol class="migration-story">${story.lines.map(([at, what]) => html`<li><button type="button" class="link" @click=${() => {
      migrations.go(at);
    }}>${at.toFixed(1)} s</button> ${what}</li>`)}</ol>
    ${story.more === 0 ? nothing : html`<p class="muted">${words.storyMore(count(story.more))}</p>`}`;
}

/** A count that should be 0. */
function wrong(number: number): TemplateResult {
  return html`<td class=${number > 0 ? "bad" : "none"}>${some(number)}</td>`;
}

function some(number: number): string {
  return number === 0 ? panelStrings.compare.nothing : count(number);
}

/** Watches a policy: the text's first, the others that it names behind it. */
function choose(policy: string): void {
  const { policies = [], listed = false } = store.state.migration.form ?? {};
  const others = listed ? policies.filter((one) => one !== policy) : [];
  edit({ do: "set_simulation", section: "migration", param: "policy", to: [policy, ...others].join(", ") });
}

/** What theory takes for granted: copies that arrive at once, and clients that all know. */
function pure(): void {
  setOf("migration", "in_flight_ms", 0);
  setOf("migration", "map_lag_ms", 0);
}
