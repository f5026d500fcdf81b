// What the learner said, on the picture of the ring: a mark at its place, moved by pointer or keys while it is asked for, or their words.
import { html, nothing, svg, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { saidText } from "../lesson/answers.ts";
import { mark, markedNode, sceneOf } from "../lesson/course.ts";
import type { OpenLesson } from "../lesson/model.ts";
import { Numbers, wordsOf } from "../lesson/strings.ts";
import { headline } from "../state/figures.ts";
import { store } from "../state/page.ts";
import { Watch } from "../state/watch.ts";
import { Light } from "./base.ts";

/** How far a key moves the mark, degrees. */
const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 15, PageDown: -15 };
const ENDS: Readonly<Record<string, number>> = { Home: 0, End: 359 };

@customElement("sl-mark")
export class SlMark extends Light {
  readonly #watch = new Watch(this, ({ lesson, text, shown, place, veil }) => [lesson, text, shown, place.target, place.strategy, veil] as const);

  protected override render(): TemplateResult | typeof nothing {
    const [lesson] = this.#watch.now;
    const now = lesson?.kind === "open" ? lesson : undefined;
    return now === undefined ? nothing : html`${now.plain ? finding() : nothing}${this.#said(now)}`;
  }

  #said(now: OpenLesson): TemplateResult | typeof nothing {
    const scene = sceneOf(now);
    const { question } = scene;
    if (question === undefined || store.state.text !== scene.text) return nothing;
    const given = now.answers[scene.id]?.said;
    const { lang } = now.lesson;
    const [words, numbers] = [wordsOf(lang), new Numbers(lang)];
    if (given === undefined) return question.kind === "mark" ? this.#asking(now.marked, lang) : nothing;
    const said = saidText(given, question, { words, numbers });
    // A sentence is for the card of the scene: here it would cover the ring.
    if (said === undefined || given.kind === "choice") return nothing;
    return html`<div class="mark-layer" aria-hidden="true" lang=${lang}>${given.kind === "mark" ? pin(given.degrees) : nothing}<p class="mark-said">${words.said} ${said}</p></div>`;
  }

  #asking(degrees: number | undefined, lang: string): TemplateResult {
    const [words, numbers] = [wordsOf(lang), new Numbers(lang)];
    const said = degrees === undefined ? words.notMarked : words.marked(numbers.count(degrees), markedNode(degrees));
    return html`<div class="mark-layer asking" lang=${lang} role="slider" tabindex="0" aria-label=${words.markLabel} aria-valuemin="0" aria-valuemax="359" aria-valuenow=${degrees ?? 0} aria-valuetext=${said}
      @keydown=${(event: KeyboardEvent) => {
        this.#key(event, degrees ?? 0);
      }} @click=${this.#point} @pointermove=${(event: PointerEvent) => {
        if (event.buttons === 1) this.#point(event);
      }}>${degrees === undefined ? nothing : pin(degrees)}</div>`;
  }

  #key(event: KeyboardEvent, degrees: number): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [by, to] = [STEPS[event.key], ENDS[event.key]];
    if (by === undefined && to === undefined) return;
    // The ring beneath has the same keys.
    event.preventDefault();
    event.stopPropagation();
    mark(to ?? degrees + (by ?? 0));
  }

  readonly #point = (event: MouseEvent): void => {
    event.stopPropagation();
    const { left, top, width, height } = this.getBoundingClientRect();
    const [right, down] = [event.clientX - left - width / 2, event.clientY - top - height / 2];
    mark((Math.atan2(right, -down) * 180) / Math.PI);
  };
}

/** What the ring says within itself, without its verdict. */
function finding(): TemplateResult | typeof nothing {
  const said = store.state.veil === undefined ? headline(store.state) : undefined;
  if (said === undefined) return nothing;
  return html`<div class="mark-layer mark-finding" aria-hidden="true"><b>${said.figure}</b><span>${said.of}</span>${said.impact === undefined ? nothing : html`<span>${said.share}</span>`}<span class="muted">${said.least}</span></div>`;
}

/** A pin that stands on the ring; twelve o'clock is up. */
function pin(degrees: number): TemplateResult {
  return html`<svg viewBox="-200 -200 400 400" aria-hidden="true" focusable="false"><g transform="rotate(${degrees})">${svg`<path class="pin-edge" d="M0 -118V-186"/><path class="pin" d="M0 -118V-186"/><circle class="pin-head" cx="0" cy="-186" r="9"/>`}</g></svg>`;
}
