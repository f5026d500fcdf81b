// A strategy's ring in small, for the switcher above the ring.
import { html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { Painted } from "../state/canvas.ts";
import { unveiled } from "../state/model.ts";
import { Light } from "./base.ts";

@customElement("sl-mini")
export class SlMini extends Light {
  @property({ type: Number }) strategy = 0;
  readonly #painted = new Painted(
    this,
    () => this.querySelector("canvas"),
    ({ canvas, shown, width, theme, dpr, state }) => {
      if (this.strategy < shown.info.strategies.length) shown.scene.paint_mini(canvas, this.strategy, unveiled(state, state.place.target), width, theme, dpr);
    },
    ({ place, veil }) => [place.target, veil],
  );

  protected override render(): TemplateResult {
    this.#painted.ask();
    return html`<canvas aria-hidden="true"></canvas>`;
  }
}
