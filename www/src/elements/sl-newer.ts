// Tells that a newer release is there, and leaves it to the reader when to use it.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { keeper } from "../offline/keeper.ts";
import { strings } from "../offline/strings.ts";
import { KeeperWatch } from "../offline/watch.ts";
import { Light } from "./base.ts";

@customElement("sl-newer")
export class SlNewer extends Light {
  readonly #watch = new KeeperWatch(this);

  protected override render(): TemplateResult {
    const { newer, later } = this.#watch.now;
    return html`<div role="status">${newer === undefined || later ? nothing : this.#line(newer)}</div>`;
  }

  #line(version: string): TemplateResult {
    return html`<div class="notice">
      <p>${strings.newer(version)}</p>
      <button type="button" class="plain" @click=${() => {
        keeper.useNewer();
      }}>${strings.use}</button>
      <button type="button" class="plain" @click=${() => {
        keeper.putOff();
      }}>${strings.later}</button>
    </div>`;
  }
}
