// The scenario as text: the editor where its script loads, a plain field until then; every fault with its place and remedy.
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { Diagnostic } from "../core/types.ts";
import { plainPlace, type CreateEditor, type Editor, type EditorHost } from "../editor/contract.ts";
import { formStrings } from "../form-strings.ts";
import { loadEditor, store, type } from "../state/page.ts";
import { complete, explain, layOut, mend } from "../state/writing.ts";
import { Watch } from "../state/watch.ts";
import { Light, valueOf } from "./base.ts";

const words = formStrings.text;

/** What the editor asks of the page. */
const host: EditorHost = { words: words.editor, onText: type, onMend: mend, onFormat: layOut, complete, explain };

@customElement("sl-text")
export class SlText extends Light {
  readonly #watch = new Watch(this, ({ text, checked, looks }) => [text ?? "", checked, looks.scenarioAs] as const);
  #editor: Editor | undefined;
  #loading: "not-yet" | "loading" | "failed" = "not-yet";
  /** Whether the text was in sight at the last update. */
  #seen = false;

  /** What stands in the field, whichever there is. */
  get value(): string {
    return this.#editor?.text ?? this.#field?.value ?? "";
  }

  /** The part of it that is selected. */
  get selected(): string {
    const [from, to] = this.#editor?.selected ?? [this.#field?.selectionStart ?? 0, this.#field?.selectionEnd ?? 0];
    return this.value.slice(from, to);
  }

  get #field(): HTMLTextAreaElement | null {
    return this.querySelector("textarea");
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#seen = false;
    this.#editor?.destroy();
    this.#editor = undefined;
  }

  protected override render(): TemplateResult {
    const [text, checked] = this.#watch.now;
    const all = checked?.diagnostics ?? [];
    const errors = all.filter(({ severity }) => severity === "error").length;
    return html`<div class="editor" data-editor=${this.#editor === undefined ? this.#loading : "ready"}>
        <div class="editor-root" ?hidden=${this.#editor === undefined}></div>
        ${this.#editor === undefined ? this.#plain(text, errors > 0) : nothing}
      </div>
      <div class="text-foot">
        <p id="text-state" class=${errors > 0 ? "bad" : "muted"} role="status">${errors > 0 ? words.errors(errors) : words.fine} <span class="muted">${this.#editor === undefined ? words.leave : words.editor.leave}</span></p>
        <button type="button" class="link" title=${words.layOutKey} @click=${layOut}>${words.layOut}</button>
      </div>
      ${this.#loading === "failed" ? html`<p class="muted">${words.noEditor}</p>` : nothing}
      <ul class="diagnostics">${all.map((one) => this.#line(one))}</ul>`;
  }

  #plain(text: string, invalid: boolean): TemplateResult {
    const numbers = text.split("\n").map((_, line) => line + 1);
    return html`<pre class="gutter" aria-hidden="true">${numbers.join("\n")}</pre>
      <textarea
        aria-label=${words.label}
        aria-describedby="text-state"
        aria-invalid=${invalid}
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
      ></textarea>`;
  }

  #line(one: Diagnostic): TemplateResult {
    const { fix } = one;
    return html`<li class=${one.severity}><button type="button" class="problem" @click=${() => {
      this.#select(one);
    }}><span class="mono">${one.line}:${one.column}</span> <span class="severity">${words[one.severity]}</span> ${one.message}${one.remedy === "" ? "" : ` (${one.remedy})`}</button>${fix === undefined ? nothing : html`<button type="button" class="link mend" @click=${() => {
      mend(one);
    }}>${words.editor.mend(fix.insert)}</button>`}</li>`;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const [text, checked, as] = this.#watch.now;
    const opened = as === "text" && !this.#seen;
    this.#seen = as === "text";
    if (opened && this.#editor === undefined && this.#loading !== "loading") void this.#open();
    this.#editor?.show(text, checked?.diagnostics ?? []);
  }

  /** Puts the editor in the plain field's place; each time that the text is looked at it is tried anew. */
  async #open(): Promise<void> {
    this.#loading = "loading";
    try {
      const { text: create } = await loadEditor();
      this.#loading = "not-yet";
      if (this.isConnected) this.#take(create);
    } catch {
      this.#loading = "failed";
    }
    this.requestUpdate();
  }

  #take(create: CreateEditor): void {
    const stage = this.querySelector<HTMLElement>(".editor-root");
    if (stage === null || this.#editor !== undefined) return;
    const root = stage.shadowRoot ?? stage.attachShadow({ mode: "open" });
    const field = this.#field;
    const focused = field !== null && document.activeElement === field;
    const [from, to] = [field?.selectionStart ?? 0, field?.selectionEnd ?? 0];
    stage.hidden = false;
    this.#editor = create(root, store.state.text ?? "", host);
    if (focused) this.#editor.select(from, to);
  }

  #select({ start, end, line }: Diagnostic): void {
    const { text = "" } = store.state;
    const [from, to] = [plainPlace(text, start), plainPlace(text, Math.max(end, start))];
    if (this.#editor !== undefined) {
      this.#editor.select(from, to);
      return;
    }
    const field = this.#field;
    if (field === null) return;
    field.focus();
    field.setSelectionRange(from, to);
    const height = Number.parseFloat(getComputedStyle(field).lineHeight);
    field.scrollTop = Math.max(0, (line - 3) * height);
  }

  readonly #scrolled = (event: Event): void => {
    const gutter = this.querySelector(".gutter");
    if (gutter !== null && event.target instanceof HTMLElement) gutter.scrollTop = event.target.scrollTop;
  };
}
