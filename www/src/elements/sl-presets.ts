// All examples as a page of their own: by level, searched and filtered, each with a small picture that is computed here.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { PresetInfo } from "../core/types.ts";
import { words } from "../presets/strings.ts";
import { areAllHere, browsed, EVERYTHING, LEVELS, TOPICS, type Level, type Wanted } from "../state/browse.ts";
import { look, pickPreset, withWhole } from "../state/page.ts";
import { Previews } from "../state/previews.ts";
import { Watch } from "../state/watch.ts";
import { icon, Light, valueOf } from "./base.ts";
import "./sl-preview.ts";

@customElement("sl-presets")
export class SlPresets extends Light {
  @state() private wanted: Wanted = EVERYTHING;
  readonly #watch = new Watch(this, ({ looks, shelf, text }) => [looks.browsing, shelf.presets, text] as const);
  readonly #previews = new Previews(() => {
    this.requestUpdate();
  });

  protected override render(): TemplateResult {
    const [browsing] = this.#watch.now;
    return html`<dialog class="examples" aria-labelledby="examples-title" @close=${this.#closed}>${browsing ? this.#body() : nothing}</dialog>`;
  }

  protected override updated(): void {
    const [browsing] = this.#watch.now;
    const dialog = this.querySelector("dialog");
    if (dialog === null || dialog.open === browsing) return;
    if (!browsing) {
      dialog.close();
      return;
    }
    dialog.showModal();
    // The first core has few of them.
    withWhole(() => undefined);
  }

  readonly #closed = (): void => {
    this.#previews.end();
    this.wanted = EVERYTHING;
    look({ browsing: false });
  };

  #body(): TemplateResult {
    const [, presets] = this.#watch.now;
    const levels = browsed(presets, this.wanted);
    const some = levels.reduce((sum, [, list]) => sum + list.length, 0);
    return html`<div class="examples-head">
        <div class="dialog-head"><h2 id="examples-title">${words.title}</h2>
          <button type="button" class="quiet" aria-label=${words.close} @click=${this.#leave}>${icon("close")}</button></div>
        ${this.#filters()}
        <p class="muted" role="status">${words.found(some, presets.length)}.${areAllHere() ? nothing : ` ${words.rest}`}</p>
      </div>
      <div class="examples-list" @keydown=${this.#walk}>${some === 0 ? this.#none() : levels.map(([level, list]) => this.#level(level, list))}</div>`;
  }

  #filters(): TemplateResult {
    const { text, level, topic } = this.wanted;
    return html`<div class="filters" role="group" aria-label=${words.filter} @keydown=${this.#walk}>
      <input type="search" autofocus aria-label=${words.search} placeholder=${words.search} title=${words.hint} .value=${text} @input=${(event: Event) => {
        this.wanted = { ...this.wanted, text: valueOf(event) };
      }} />
      ${LEVELS.map((one) => this.#chip(words.levels[one], one === level, { level: one === level ? undefined : one }))}
      ${TOPICS.map((one) => this.#chip(words.topics[one], one === topic, { topic: one === topic ? undefined : one }))}
    </div>`;
  }

  #chip(name: string, pressed: boolean, change: Partial<Wanted>): TemplateResult {
    return html`<button type="button" class="chip" aria-pressed=${pressed} @click=${() => {
      this.wanted = { ...this.wanted, ...change };
    }}>${name}</button>`;
  }

  #none(): TemplateResult {
    return html`<p>${words.none}</p><p><button type="button" class="plain" @click=${() => {
      this.wanted = EVERYTHING;
    }}>${words.all}</button></p>`;
  }

  #level(level: Level, list: readonly PresetInfo[]): TemplateResult {
    return html`<section aria-labelledby="examples-${level}">
      <h3 id="examples-${level}">${words.levels[level]}</h3><p class="muted">${words.levelMeans[level]}</p>
      <ul class="examples-cards">${list.map((preset) => this.#card(preset))}</ul>
    </section>`;
  }

  #card(preset: PresetInfo): TemplateResult {
    const [, , text] = this.#watch.now;
    const made = this.#previews.of(preset);
    return html`<li class="shelved">
      <sl-preview .preset=${preset} .made=${made} .onsee=${this.#see}></sl-preview>
      <div>
        <h4><a href="#preset=${preset.name}" @click=${(event: MouseEvent) => {
          this.#pick(event, preset);
        }}>${preset.title}</a>${preset.text === text ? html` <span class="tag">${words.open}</span>` : nothing}</h4>
        <p>${preset.line}</p>
        ${preset.why === "" ? nothing : html`<details><summary>${words.why}</summary><p>${preset.why}</p></details>`}
      </div>
    </li>`;
  }

  readonly #see = (preset: PresetInfo, seen: boolean): void => {
    if (seen) this.#previews.want(preset);
    else this.#previews.unwant(preset);
  };

  /** A press that asks for another tab is the browser's. */
  #pick(event: MouseEvent, { name }: PresetInfo): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.#leave();
    pickPreset(name);
  }

  readonly #leave = (): void => {
    look({ browsing: false });
  };

  /** The arrow keys over the links; from the search down to the first. */
  readonly #walk = (event: KeyboardEvent): void => {
    const links = [...this.querySelectorAll<HTMLElement>(".shelved a")];
    const now = links.findIndex((link) => link === document.activeElement);
    const field = event.target instanceof HTMLInputElement;
    const to = { ArrowDown: now + 1, ArrowUp: now - 1, ...(field ? {} : { Home: 0, End: links.length - 1 }) }[event.key];
    if (to === undefined || (now < 0 && event.key !== "ArrowDown") || to >= links.length) return;
    event.preventDefault();
    (to < 0 ? this.querySelector<HTMLElement>("input") : links[to])?.focus();
  };
}
