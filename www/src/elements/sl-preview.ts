// The small picture of an example: asked for when it comes into sight, painted when it is there, with its finding beneath.
import { html, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { PresetInfo } from "../core/types.ts";
import { words } from "../presets/strings.ts";
import type { Made } from "../state/previews.ts";
import * as theme from "../state/theme.ts";
import { Watch } from "../state/watch.ts";
import { Light } from "./base.ts";

/** What the pictures of simulations are drawn for: smaller, their signs would meet. The rest is for the style sheet. */
const DRAWN_PX = 260;
/** So near to what is seen a picture is asked for. */
const NEAR = "200px";

@customElement("sl-preview")
export class SlPreview extends Light {
  @property({ attribute: false }) preset: PresetInfo | undefined;
  @property({ attribute: false }) made: Made | undefined;
  @property({ attribute: false }) onsee: (preset: PresetInfo, seen: boolean) => void = () => undefined;
  readonly #watch = new Watch(this, ({ looks }) => [looks.theme] as const);
  readonly #sight = new IntersectionObserver(
    (entries) => {
      const { preset } = this;
      const seen = entries.at(-1)?.isIntersecting;
      if (preset !== undefined && seen !== undefined) this.onsee(preset, seen);
    },
    { rootMargin: NEAR },
  );

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sight.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sight.disconnect();
  }

  protected override render(): TemplateResult {
    const { made } = this;
    const there = made !== undefined && "paint" in made;
    return html`<figure>
      <canvas role="img" aria-label=${there ? made.words : words.waits}></canvas>
      <figcaption class="muted">${made === undefined ? "" : there ? made.caption : words.failed(made.failed)}</figcaption>
    </figure>`;
  }

  /** Lists that are filtered give an element another example. */
  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has("preset") || !this.isConnected) return;
    this.#sight.unobserve(this);
    this.#sight.observe(this);
  }

  protected override updated(): void {
    const canvas = this.querySelector("canvas");
    const { made } = this;
    if (canvas === null) return;
    const [choice] = this.#watch.now;
    if (made !== undefined && "paint" in made) made.paint(canvas, DRAWN_PX, theme.effective(choice), 1);
    else canvas.width = 0;
  }
}
