// The ring as a picture alone, for notes: what it shows, and the finding in words; nothing to press.
import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { Painted } from "../state/canvas.ts";
import { describeRing, headline } from "../state/figures.ts";
import { store } from "../state/gateway.ts";
import { Watch } from "../state/watch.ts";
import { Light } from "./base.ts";

@customElement("sl-picture")
export class SlPicture extends Light {
  readonly #watch = new Watch(this, ({ shown, place }) => [shown, place.target, place.strategy] as const);
  readonly #painted = new Painted(
    this,
    () => this.querySelector("canvas"),
    ({ canvas, shown, width, height, theme, dpr, state: { place } }) => {
      shown.scene.paint_ring(canvas, { strategy: place.strategy, phase: place.step, progress: place.progress, width, height, theme, scale: 1, headline: true }, dpr);
    },
    ({ place }) => [place.step, place.progress, place.strategy],
  );

  protected override render(): TemplateResult {
    this.#painted.ask();
    const [shown, target, strategy] = this.#watch.now;
    const info = shown?.info;
    const name = info?.strategies[strategy]?.name;
    return html`<figure class="picture">
      <canvas role="img" aria-label=${describeRing(store.state)}></canvas>
      <figcaption>${name === undefined ? "" : html`<b>${info?.phases[target]}, ${name}.</b> `}<span data-testid="headline">${headline(store.state)?.sentence ?? ""}</span></figcaption>
    </figure>`;
  }
}
