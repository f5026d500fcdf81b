// What the panels that play a simulation share: the invitation, how far the run is, the settings, the buttons of the clock.
import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { SettingInfo } from "../core/types.ts";
import { percent } from "../format.ts";
import { edit, strings } from "../state/page.ts";
import type { RunState } from "../state/model.ts";
import type { Player } from "../state/player.ts";
import { panelStrings } from "../panel-strings.ts";
import { icon, idle, valueOf } from "./base.ts";

const words = panelStrings.played;

/** Without a step there is nothing to play. */
export function invitation(said: string): TemplateResult {
  return html`<div class="played-invite"><p>${said}</p><button type="button" class="primary" @click=${() => {
    edit({ do: "add_step", action: "add" });
  }}>${words.addStep}</button></div>`;
}

/** How far the run is, or how it ended. */
export function progress(run: RunState, player: Player, working: string): TemplateResult | typeof nothing {
  const again = html`<button type="button" class="plain" @click=${() => {
    player.again();
  }}>${strings.notice.offers.retry}</button>`;
  if (run.kind === "failed") return html`<span class="bad">${run.message}</span> ${again}`;
  if (run.kind === "waiting") return again;
  if (run.kind !== "running" || run.seen === "not-yet") return nothing;
  return html`${working}${run.seen === "long" ? html` ${percent(run.total === 0 ? 0 : run.done / run.total)}
    <button type="button" class="plain" @click=${() => {
      player.cancel();
    }}>${strings.run.cancel}</button>` : nothing}`;
}

/** A number of a section. Not kept live: figures that arrive meanwhile must not take back what is being typed. */
export function numberOf(section: string, { id, title, unit, about, whole, value }: SettingInfo): TemplateResult {
  const text = value === undefined ? "" : String(value);
  return html`<label title=${about}>${title} <input class="number" type="number" step="any" inputmode=${whole ? "numeric" : "decimal"} placeholder=${words.none} aria-label=${unit === "" ? title : `${title}, ${unit}`} .value=${text} @change=${(event: Event) => {
    const typed = valueOf(event);
    // The old value stands again unless the edit makes a new one.
    if (event.target instanceof HTMLInputElement) event.target.value = text;
    if (typed === "" ? value !== undefined : Number.isFinite(Number(typed))) setOf(section, id, typed === "" ? undefined : Number(typed));
  }} /> <span class="muted">${unit}</span></label>`;
}

/** A switch of a section, with its own words beside it. */
export function switchOf(section: string, { id, value, about }: SettingInfo, said: unknown): TemplateResult {
  return html`<label title=${about}><input type="checkbox" .checked=${live(value === 1)} @change=${() => {
    setOf(section, id, value === 1 ? 0 : 1);
  }} /> <span>${said}</span></label>`;
}

/** Writes a setting; without a value it goes back to its default. */
export function setOf(section: string, param: string, value: number | undefined): void {
  edit({ do: "set_simulation", section, param, ...(value === undefined ? {} : { value }) });
}

/** Whose settings the controls show: those of the text, or the defaults. */
export function whose(section: string, written: boolean): TemplateResult {
  return html`<span class="muted">${written ? html`<button type="button" class="link" @click=${() => {
    edit({ do: "remove_simulation", section });
  }}>${words.toDefaults}</button>` : words.defaults}</span>`;
}

/** To the start, back, play or pause, forward. */
export function transport(player: Player & { tick: (ticks: number) => void }, { at, playing, off }: { at: number; playing: boolean; off: boolean }): TemplateResult {
  const label = playing ? words.pause : words.play;
  const button = (name: "first" | "back" | "forward", said: string, disabled: boolean, press: () => void): TemplateResult =>
    html`<button type="button" class="plain" aria-label=${said} title=${said} aria-disabled=${off || disabled} @click=${idle(off || disabled, press)}>${icon(name)}</button>`;
  return html`<div class="transport" role="group" aria-label=${strings.panelNames[player.name]}>
    ${button("first", words.start, at === 0, () => {
      player.go(0);
    })}
    ${button("back", words.back, at === 0, () => {
      player.tick(-1);
    })}
    <button type="button" class="primary" aria-label=${label} title=${label} ?disabled=${off} @click=${() => {
      player.toggle();
    }}>${icon(playing ? "pause" : "play")}</button>
    ${button("forward", words.forward, at >= player.end, () => {
      player.tick(1);
    })}
  </div>`;
}
