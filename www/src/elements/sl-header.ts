// The bar at the top: examples, undo and redo, the drawer, share, theme.
import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import type { PresetInfo } from "../core/types.ts";
import { earlierItems, workOf } from "../state/earlier.ts";
import { later, lessons, look, openEarlier, pickPreset, redo, store, undo } from "../state/gateway.ts";
import { presetOf } from "../state/shelf.ts";
import { effective } from "../state/theme.ts";
import { Watch } from "../state/watch.ts";
import { strings } from "../strings.ts";
import { icon, idle, Light } from "./base.ts";
import "./sl-menu.ts";

const words = strings.header;
/** Among the names of presets, which are lower-case words. */
const ALL = "#all";

@customElement("sl-header")
export class SlHeader extends Light {
  readonly #watch = new Watch(this, (state) => [state.shelf, state.text, state.form, state.past, state.future, state.looks.theme, state.lesson, state.earlier] as const);

  protected override render(): TemplateResult {
    const [shelf, text, , past, future, , lesson] = this.#watch.now;
    const chosen = presetOf(store.state);
    const shelved = [...shelf.presets].sort((one, other) => Number(one.why !== "") - Number(other.why !== ""));
    const all = { id: ALL, title: words.allPresets, line: words.allPresetsLine };
    const items = shelved.map(({ name, title, line, why }) => ({ id: name, title, line, chosen: name === chosen?.name, group: why === "" ? "" : words.surprises }));
    return html`<div class="brand">${mark()}<h1>${strings.name}</h1></div>
      <sl-menu class="presets" .items=${[all, ...items, ...earlierItems(store.state)]} label=${this.#label(chosen)} what=${words.presets} .onpick=${pick} ?disabled=${items.length === 0}></sl-menu>
      <div class="history">
        <button type="button" class="quiet" aria-label=${words.undo} title=${words.undo} aria-disabled=${past.length === 0} @click=${idle(past.length === 0, undo)}>${icon("undo")}</button>
        <button type="button" class="quiet" aria-label=${words.redo} title=${words.redo} aria-disabled=${future.length === 0} @click=${idle(future.length === 0, redo)}>${icon("redo")}</button>
      </div>
      <span class="gap"></span>
      <button type="button" class="plain to-drawer" aria-haspopup="dialog" ?disabled=${text === undefined} @click=${() => {
        look({ drawer: true });
      }}>${icon("menu")}<span class="label">${words.scenario}</span></button>
      <button type="button" class="plain to-lesson" aria-pressed=${lesson !== undefined} ?disabled=${shelf.presets.length === 0} @click=${this.#lesson}>${icon("lesson")}<span class="label">${words.lesson}</span></button>
      <button type="button" class="plain to-present" aria-keyshortcuts="p" ?disabled=${text === undefined} @click=${() => void lessons.present()}>${icon("present")}<span class="label">${words.present}</span></button>
      <button type="button" class="primary" aria-haspopup="dialog" ?disabled=${text === undefined} @click=${() => {
        later.share();
      }}>${icon("share")}<span class="label">${words.share}</span></button>
      ${this.#theme()}`;
  }

  readonly #lesson = (): void => {
    if (store.state.lesson?.kind === "open") window.shardlabLesson?.close();
    else void lessons.open(undefined);
  };

  #label(preset: PresetInfo | undefined): string {
    const { form, text } = store.state;
    if (text === undefined) return words.presets;
    if (preset !== undefined) return preset.title;
    const title = form?.title ?? "";
    return title === "" ? words.untitled : title;
  }

  #theme(): TemplateResult {
    const dark = effective(store.state.looks.theme) === "dark";
    const label = dark ? words.toLight : words.toDark;
    return html`<button type="button" class="quiet" aria-label=${label} title=${label} @click=${() => {
      look({ theme: dark ? "light" : "dark" });
      this.requestUpdate();
    }}>${icon(dark ? "sun" : "moon")}</button>`;
  }
}

/** All examples, one of them, or what the reader worked on before. */
function pick(item: string): void {
  const work = workOf(item);
  if (item === ALL) later.browse();
  else if (work === undefined) pickPreset(item);
  else openEarlier(work);
}

/** The logo: a ring in three arcs. */
export function mark(): TemplateResult {
  return html`<svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
    <path class="m1" d="M12.9 3.05a9 9 0 0 1 7.4 12.4" /><path class="m2" d="M19.2 17.400a9 9 0 0 1-14.4 0" /><path class="m3" d="M3.7 15.45A9 9 0 0 1 11.1 3.05" />
  </svg>`;
}
