// The scenario as text: a plain field with line numbers, and every fault with its place and its remedy.
import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { Diagnostic } from "../core/types.ts";
import { type } from "../state/gateway.ts";
import { Watch } from "../state/watch.ts";
import { strings } from "../strings.ts";
import { Light, valueOf } from "./base.ts";

const words = strings.text;

@customElement("sl-text")
export class SlText extends Light {
  readonly #watch = new Watch(this, ({ text, checked }) => [text ?? "", checked] as const);

  protected override render(): TemplateResult {
    const [text, checked] = this.#watch.now;
    const all = checked?.diagnostics ?? [];
    const errors = all.filter(({ severity }) => severity === "error").length;
    const numbers = text.split("\n").map((_, line) => line + 1);
    return html`<div class="editor">
        <pre class="gutter" aria-hidden="true">${numbers.join("\n")}</pre>
        <textarea
          aria-label=${words.label}
          aria-describedby="text-state"
          aria-invalid=${errors > 0}
          class="mono"
          wrap="off"
          spellcheck="false"
          autocapitalize="off"
          autocomplete="off"
          .value=${live(text)}
          @input=${(event: Event) => {
            type(valueOf(event));
          }}
          @scroll=${this.#scrolled}
        ></textarea>
      </div>
      <p id="text-state" class=${errors > 0 ? "bad" : "muted"} role="status">${errors > 0 ? words.errors(errors) : words.fine} <span class="muted">${words.leave}</span></p>
      <ul class="diagnostics">${all.map((one) => this.#line(one))}</ul>`;
  }

  #line(one: Diagnostic): TemplateResult {
    return html`<li class=${one.severity}><button type="button" @click=${() => {
      this.#select(one);
    }}><span class="mono">${one.line}:${one.column}</span> <span class="severity">${words[one.severity]}</span> ${one.message}${one.remedy === "" ? "" : ` (${one.remedy})`}</button></li>`;
  }

  #select({ start, end, line }: Diagnostic): void {
    const field = this.querySelector("textarea");
    if (field === null) return;
    field.focus();
    field.setSelectionRange(start, Math.max(end, start));
    const height = Number.parseFloat(getComputedStyle(field).lineHeight);
    field.scrollTop = Math.max(0, (line - 3) * height);
  }

  readonly #scrolled = (event: Event): void => {
    const gutter = this.querySelector(".gutter");
    if (gutter !== null && event.target instanceof HTMLElement) gutter.scrollTop = event.target.scrollTop;
  };
}
