// A strategy as a learner would write it: the code that does what a kind does, and a press that makes it the learner's own.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { attempt, core, openCode, withWhole } from "../state/page.ts";
import { Watch } from "../state/watch.ts";
import { panelStrings } from "../panel-strings.ts";
import { Light } from "./base.ts";
import { showPanel } from "./sight.ts";

const words = panelStrings.twin;

@customElement("sl-twin")
export class SlTwin extends Light {
  @property({ attribute: false }) kind = "";
  @property({ attribute: false }) name = "";
  @state() private open = false;
  /** The menus are stocked anew when the whole core comes, which alone knows the code. */
  protected readonly stocked = new Watch(this, ({ shelf }) => [shelf] as const);

  protected override render(): TemplateResult | typeof nothing {
    const code = core.whole ? attempt(() => core.twin(this.kind)) : undefined;
    if (core.whole && code === undefined) return nothing;
    return html`<details class="twin" ?open=${this.open} @toggle=${this.#toggle}><summary>${words.title}</summary>
      ${!this.open ? nothing : code === undefined ? html`<p class="muted">${words.loading}</p>` : html`<p class="muted">${words.what}</p>
        <pre class="code" tabindex="0" role="region" aria-label=${words.of(this.name)}>${code}</pre>
        <button type="button" class="plain" @click=${() => {
          openCode(words.mine(this.name), code);
          void showPanel();
        }}>${words.make}</button>`}
    </details>`;
  }

  readonly #toggle = (event: Event): void => {
    this.open = event.target instanceof HTMLDetailsElement && event.target.open;
    if (this.open) {
      withWhole(() => {
        this.requestUpdate();
      });
    }
  };
}
