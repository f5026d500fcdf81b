// A text to take away in Share: the field, its button, and what became of the copying.
import { html, type TemplateResult } from "lit";
import { copy } from "../state/share.ts";
import { words } from "../share/strings.ts";

export interface Taken {
  readonly id: string;
  /** What it is called once it is copied. */
  readonly what: string;
  readonly value: string;
  readonly button: string;
  readonly primary?: boolean;
  /** Above one for a text of several. */
  readonly lines?: number;
}

export type Say = (said: string) => void;

export function taking({ id, what, value, button, primary = false, lines = 1 }: Taken, say: Say): TemplateResult {
  const press = async (event: Event): Promise<void> => {
    const row = event.currentTarget instanceof HTMLElement ? event.currentTarget.parentElement : null;
    const box = row?.querySelector<HTMLInputElement | HTMLTextAreaElement>("input, textarea");
    if (box) say((await copy(box)) ? words.copied(what) : words.select);
  };
  return html`<div class="row copy">
    ${lines > 1 ? html`<textarea id=${id} class="mono" readonly rows=${lines} .value=${value}></textarea>` : html`<input id=${id} class="mono" readonly .value=${value} />`}
    <button type="button" class=${primary ? "primary" : "plain"} @click=${press}>${button}</button>
  </div>`;
}
