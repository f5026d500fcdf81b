// What the elements share: light DOM (one style sheet, one accessibility tree), badges and icons.
import { html, LitElement, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import type { Turns } from "./turns.ts";

export class Light extends LitElement {
  /** While the page is drawn for the first time. */
  static turns: Turns | undefined;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override async scheduleUpdate(): Promise<void> {
    if (Light.turns !== undefined) await Light.turns.next();
    await super.scheduleUpdate();
  }
}

/** A node's letter in its colour; decoration beside the name. */
export function badge(letter: string, colour: number): TemplateResult {
  return html`<span class="badge c${colour >= 1 && colour <= 8 ? colour : 0}" aria-hidden="true">${letter}</span>`;
}

const shapes = {
  undo: svg`<path d="M7 5 3.5 8.5 7 12M4 8.5h7.5a4.5 4.5 0 0 1 0 9H8"/>`,
  redo: svg`<path d="m13 5 3.5 3.5L13 12m3-3.5H8.500a4.5 4.5 0 0 0 0 9H12"/>`,
  close: svg`<path d="m5.5 5.5 9 9m0-9-9 9"/>`,
  plus: svg`<path d="M10 4.500v11M4.5 10h11"/>`,
  down: svg`<path d="m5.5 8 4.5 4.500L14.5 8"/>`,
  menu: svg`<path d="M3.5 5.500h13M3.5 10h13M3.5 14.500h13"/>`,
  share: svg`<path d="M10 12.500V3.500M6.5 6.5 10 3l3.5 3.500M5 10H4v7h12v-7h-1"/>`,
  lesson: svg`<path d="M10 5.500C8 4 5.500 4 3.500 4.500v11c2-.5 4.500-.5 6.500 1 2-1.500 4.500-1.500 6.500-1v-11c-2-.5-4.500-.5-6.500 1Zm0 0v11"/>`,
  present: svg`<path d="M3 4h14v9.500H3zM10 13.500v3M7 16.500h6"/>`,
  sun: svg`<circle cx="10" cy="10" r="3.5"/><path d="M10 2v2m0 12v2M2 10h2m12 0h2M4.3 4.300l1.4 1.400m8.6 8.6 1.4 1.400m0-11.4-1.4 1.400m-8.6 8.6-1.4 1.4"/>`,
  moon: svg`<path d="M16.5 12A7 7 0 0 1 8 3.500a7 7 0 1 0 8.5 8.500Z"/>`,
  first: svg`<path class="solid" d="M15.5 4.500v11L7 10z"/><path d="M5 4.500v11"/>`,
  back: svg`<path class="solid" d="M14 4.500v11L5.5 10z"/>`,
  play: svg`<path class="solid" d="M6 4v12l9.5-6z"/>`,
  pause: svg`<path d="M7 5v10M13 5v10"/>`,
  forward: svg`<path class="solid" d="M4.5 4.500v11L13 10z"/><path d="M15 4.500v11"/>`,
} as const;

export function icon(name: keyof typeof shapes): SVGTemplateResult | TemplateResult {
  return html`<svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">${shapes[name]}</svg>`;
}

/** A button without a task for now: still in its place, so that whoever just pressed it has not lost theirs. */
export function idle(off: boolean, press: () => void): () => void {
  return off ? () => undefined : press;
}

/** The value of the field that an event came from. */
export function valueOf(event: Event): string {
  const { target } = event;
  return target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement ? target.value : "";
}

/** The arrow keys over a row of choices, as radio groups and tab lists have them. */
export function arrowed(event: KeyboardEvent, now: number, length: number): number | undefined {
  const to = { ArrowRight: now + 1, ArrowDown: now + 1, ArrowLeft: now - 1, ArrowUp: now - 1, Home: 0, End: length - 1 }[event.key];
  if (to === undefined || length === 0) return undefined;
  event.preventDefault();
  return (to + length) % length;
}
