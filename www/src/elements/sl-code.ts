// A field for a learner's code: the editor where its script loads, a plain field until then; what is wrong is marked and listed.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { CodeError } from "../core/types.ts";
import { placeOf, type CodeEditor } from "../editor/contract.ts";
import { loadEditor } from "../state/page.ts";
import { panelStrings } from "../panel-strings.ts";
import { Light, valueOf } from "./base.ts";

const words = panelStrings.challenge;

@customElement("sl-code")
export class SlCode extends Light {
  @property({ attribute: false }) source = "";
  @property({ attribute: false }) error: CodeError | undefined;
  @property({ attribute: false }) ontext: (source: string) => void = () => undefined;
  @property({ attribute: false }) onrun: () => void = () => undefined;
  @state() private loading: "loading" | "failed" | "ready" = "loading";
  #editor: CodeEditor | undefined;

  /** What stands in the field, whichever there is. */
  get value(): string {
    return this.#editor?.text ?? this.querySelector("textarea")?.value ?? "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#editor?.destroy();
    this.#editor = undefined;
    this.loading = "loading";
  }

  protected override render(): TemplateResult {
    const { error } = this;
    const ready = this.loading === "ready";
    return html`<div class="editor" data-editor=${this.loading}>
        <div class="editor-root" ?hidden=${!ready}></div>
        ${ready ? nothing : this.#plain()}
      </div>
      <p class="muted">${ready ? words.editor.leave : words.leave}${this.loading === "failed" ? html` ${words.noEditor}` : nothing}</p>
      ${error === undefined ? nothing : html`<ul class="diagnostics"><li class="error"><button type="button" class="problem" @click=${() => {
        this.#select(error);
      }}><span class="mono">${error.line}:${error.column}</span> <span class="severity">${error.stopped ? words.stopped : words.error}</span> ${error.message}${error.remedy === "" ? "" : ` (${error.remedy})`}</button></li></ul>`}`;
  }

  #plain(): TemplateResult {
    const numbers = this.source.split("\n").map((_, line) => line + 1);
    return html`<pre class="gutter" aria-hidden="true">${numbers.join("\n")}</pre>
      <textarea class="mono" wrap="off" spellcheck="false" autocapitalize="off" autocomplete="off" aria-label=${words.editor.label} aria-invalid=${this.error !== undefined} .value=${live(this.source)} @input=${(event: Event) => {
        this.ontext(valueOf(event));
      }} @keydown=${(event: KeyboardEvent) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.onrun();
      }} @scroll=${(event: Event) => {
        const gutter = this.querySelector(".gutter");
        if (gutter !== null && event.target instanceof HTMLElement) gutter.scrollTop = event.target.scrollTop;
      }}></textarea>`;
  }

  protected override updated(): void {
    this.#editor?.show(this.source, this.error);
  }

  /** Puts the editor in the plain field's place; what was typed meanwhile is the source already. */
  async #open(): Promise<void> {
    try {
      const { code } = await loadEditor();
      const stage = this.querySelector<HTMLElement>(".editor-root");
      if (!this.isConnected || stage === null || this.#editor !== undefined) return;
      const focused = document.activeElement !== null && document.activeElement === this.querySelector("textarea");
      const root = stage.shadowRoot ?? stage.attachShadow({ mode: "open" });
      const host = {
        words: words.editor,
        given: words.given,
        onText: (source: string): void => {
          this.ontext(source);
        },
        onRun: (): void => {
          this.onrun();
        },
      };
      this.#editor = code(root, this.source, host);
      this.loading = "ready";
      await this.updateComplete;
      if (focused) this.#editor.focus();
    } catch {
      this.loading = "failed";
    }
  }

  #select({ line, column }: CodeError): void {
    if (this.#editor !== undefined) {
      this.#editor.select(line, column);
      return;
    }
    const field = this.querySelector("textarea");
    if (field === null) return;
    const at = placeOf(field.value, line, column);
    field.focus();
    field.setSelectionRange(at, at);
  }
}
