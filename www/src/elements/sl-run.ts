// How the run goes: nothing while it is quick, then that it works, then how far it is, with a way out.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { count } from "../format.ts";
import { cancelRun, look, run } from "../state/gateway.ts";
import { Watch } from "../state/watch.ts";
import { strings } from "../strings.ts";
import { Light } from "./base.ts";

const words = strings.run;

@customElement("sl-run")
export class SlRun extends Light {
  readonly #watch = new Watch(this, (state) => [state.run, state.inSlices, state.embed] as const);

  protected override render(): TemplateResult {
    return html`<div role="status" class="run">${this.#what()}</div>`;
  }

  readonly #toScale = async (): Promise<void> => {
    look({ tab: "scale", phonePanel: "scale" });
    const app = this.closest("sl-app");
    await new Promise(requestAnimationFrame);
    app?.querySelector("sl-panel")?.scrollIntoView({ block: "start" });
  };

  #what(): TemplateResult | typeof nothing {
    const [now, inSlices, embed] = this.#watch.now;
    switch (now.kind) {
      case "idle":
        return nothing;
      case "waiting":
        return html`<div class="run-card"><p>${words.waiting}</p><button type="button" class="primary" @click=${run}>${words.start(now.costMs)}</button>
          ${embed === undefined ? html`<button type="button" class="link" @click=${this.#toScale}>${words.toScale}</button>` : nothing}</div>`;
      case "failed":
        return html`<div class="run-card"><p>${now.message}</p><button type="button" class="plain" @click=${run}>${strings.loading.again}</button></div>`;
      case "running":
        if (now.seen === "not-yet") return nothing;
        if (now.seen === "busy") return html`<div class="run-chip"><span class="working">${words.working}</span></div>`;
        return html`<div class="run-card">
          <p>${now.total === 0 ? words.working : words.progress(count(now.done), count(now.total))}</p>
          ${now.total === 0 ? html`<progress aria-label=${words.working}></progress>` : html`<progress aria-label=${words.working} max=${now.total} .value=${now.done}></progress>`}
          <button type="button" class="plain" @click=${cancelRun}>${words.cancel}</button>
          ${inSlices ? html`<p class="muted">${words.inSlices}</p>` : nothing}
        </div>`;
    }
  }
}
