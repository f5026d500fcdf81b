// The timeline: every step is a place; to the start, back, play, forward, and how fast.
import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { playback, store } from "../state/gateway.ts";
import type { Speed } from "../state/model.ts";
import { Watch } from "../state/watch.ts";
import { strings } from "../strings.ts";
import { icon, idle, Light, valueOf } from "./base.ts";

const words = strings.timeline;
/** With more places, or more letters, only the current one shows its label. */
const MANY = 3;
const LETTERS = 22;
const SPEEDS: readonly Speed[] = [0.5, 1, 2];

@customElement("sl-timeline")
export class SlTimeline extends Light {
  readonly #watch = new Watch(this, ({ shown, place, veil }) => [shown, place.target, place.playing, place.speed, veil] as const);

  protected override render(): TemplateResult {
    const [shown, target, playing, speed, veil] = this.#watch.now;
    const phases = shown?.info.phases ?? [];
    const last = Math.max(0, phases.length - 1);
    // Steps that nobody may see yet cannot be played.
    const waits = veil !== undefined && veil.from <= last;
    const play = waits ? veil.words : playing ? words.pause : words.play;
    const many = phases.length > MANY || (phases.length > 2 && phases.join("").length + phases.length * 3 > LETTERS);
    return html`<div class="transport" role="group" aria-label=${words.title}>
        ${this.#button("first", words.start, target === 0, () => {
          playback.go(0);
        })}
        ${this.#button("back", words.back, target === 0, () => {
          playback.go(target - 1);
        })}
        <button type="button" class="primary" aria-label=${play} title=${play} ?disabled=${last === 0 || waits} @click=${() => {
          playback.toggle();
        }}>${icon(playing ? "pause" : "play")}</button>
        ${this.#button("forward", words.forward, target >= last, () => {
          playback.go(target + 1);
        })}
      </div>
      <ol class="places ${many ? "many" : ""}" aria-label=${words.places}>
        ${phases.map((label, step) => html`<li><button type="button" class="place" title=${label} aria-current=${step === target ? "step" : "false"} @click=${() => {
          playback.go(step);
        }}><span class="dot"></span><span class="place-label">${label}</span></button></li>`)}
      </ol>
      <select class="speed" aria-label=${words.speed} @change=${(event: Event) => {
        const chosen = SPEEDS.find((one) => String(one) === valueOf(event));
        if (chosen !== undefined) playback.setSpeed(chosen);
      }}>${SPEEDS.map((one) => html`<option value=${one} ?selected=${one === speed}>${one}×</option>`)}</select>`;
  }

  protected override updated(): void {
    const { target } = store.state.place;
    const place = this.querySelectorAll<HTMLElement>(".place")[target];
    const row = this.querySelector<HTMLElement>(".places");
    if (place === undefined || row === null) return;
    // Not scrollIntoView: that would also scroll the page.
    const [from, to] = [place.offsetLeft, place.offsetLeft + place.offsetWidth];
    if (from < row.scrollLeft || to > row.scrollLeft + row.clientWidth) row.scrollLeft = from - (row.clientWidth - place.offsetWidth) / 2;
  }

  #button(name: "first" | "back" | "forward", label: string, disabled: boolean, press: () => void): TemplateResult {
    return html`<button type="button" class="plain" aria-label=${label} title=${label} aria-disabled=${disabled} @click=${idle(disabled, press)}>${icon(name)}</button>`;
  }
}
