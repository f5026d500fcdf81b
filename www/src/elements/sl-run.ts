// How the run goes: nothing while it is quick, then that it works, then how far it is, with a way out.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { bytes, count } from "../format.ts";
import type { ScriptInfo } from "../core/types.ts";
import { cancelRun, look, run, runCode } from "../state/gateway.ts";
import { Watch } from "../state/watch.ts";
import { strings } from "../strings.ts";
import { Light } from "./base.ts";

/** Longer runs are not what a press is meant for. */
const LONG_MS = 60_000;
const words = strings.run;
const { code } = strings;

@customElement("sl-run")
export class SlRun extends Light {
  readonly #watch = new Watch(this, (state) => [state.run, state.inSlices, state.embed, state.codeWaits, state.engineBytes] as const);

  protected override render(): TemplateResult {
    return html`<div role="status" class="run">${this.#what()}</div>`;
  }

  readonly #toScale = async (): Promise<void> => {
    look({ tab: "scale", phonePanel: "scale" });
    const app = this.closest("sl-app");
    await new Promise(requestAnimationFrame);
    app?.querySelector("sl-panel")?.scrollIntoView({ block: "start" });
  };

  /** What somebody else has written is shown before it runs. */
  #code(scripts: readonly ScriptInfo[]): TemplateResult {
    return html`<div class="run-card code-card"><p>${code.waits}</p>
      ${scripts.map(({ name, source }) => html`<pre class="code" tabindex="0" role="group" aria-label=${code.of(name)}>${source}</pre>`)}
      <button type="button" class="primary" @click=${runCode}>${code.run}</button></div>`;
  }

  #engine({ loaded, total }: { readonly loaded: number; readonly total: number }): TemplateResult {
    return html`<div class="run-card"><p>${code.loading(bytes(loaded), bytes(total))}</p>
      <progress aria-label=${words.working} max=${total} .value=${loaded}></progress>
      <button type="button" class="plain" @click=${cancelRun}>${words.cancel}</button></div>`;
  }

  /** What takes minutes with pictures is offered without them first. */
  #waits(costMs: number, scales: boolean): TemplateResult {
    const long = scales && costMs > LONG_MS;
    return html`<div class="run-card"><p>${words.waiting}</p>
      ${long ? html`<button type="button" class="primary" @click=${this.#toScale}>${words.toScale}</button>` : nothing}
      <button type="button" class=${long ? "link" : "primary"} @click=${run}>${words.start(costMs)}</button>
      ${scales && !long ? html`<button type="button" class="link" @click=${this.#toScale}>${words.toScale}</button>` : nothing}</div>`;
  }

  #what(): TemplateResult | typeof nothing {
    const [now, inSlices, embed, codeWaits, engine] = this.#watch.now;
    if (codeWaits.length > 0) return this.#code(codeWaits);
    switch (now.kind) {
      case "idle":
        return nothing;
      case "waiting":
        return this.#waits(now.costMs, embed === undefined);
      case "failed":
        return html`<div class="run-card"><p>${now.message}</p><button type="button" class="plain" @click=${run}>${strings.loading.again}</button></div>`;
      case "running":
        if (now.seen === "not-yet") return nothing;
        if (now.seen === "busy") return html`<div class="run-chip"><span class="working">${words.working}</span></div>`;
        if (engine !== undefined) return this.#engine(engine);
        return html`<div class="run-card">
          <p>${now.total === 0 ? words.working : words.progress(count(now.done), count(now.total))}</p>
          ${now.total === 0 ? html`<progress aria-label=${words.working}></progress>` : html`<progress aria-label=${words.working} max=${now.total} .value=${now.done}></progress>`}
          <button type="button" class="plain" @click=${cancelRun}>${words.cancel}</button>
          ${inSlices ? html`<p class="muted">${words.inSlices}</p>` : nothing}
        </div>`;
    }
  }
}
