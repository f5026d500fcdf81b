// The footer's word on what is kept for use without a network, with its one button.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { keeper, type Kept } from "../offline/keeper.ts";
import { strings } from "../offline/strings.ts";
import { KeeperWatch } from "../offline/watch.ts";
import { Light } from "./base.ts";

const words = strings.footer;
const LINES: Readonly<Record<Kept, string>> = { ...words, "kept-but": words.keptBut };

@customElement("sl-offline")
export class SlOffline extends Light {
  readonly #watch = new KeeperWatch(this);

  protected override render(): TemplateResult {
    const { kept, newer, later } = this.#watch.now;
    if (newer !== undefined && later) return html` · <span data-testid="offline">${words.newer(newer)}</span> ${button(strings.use, () => {
      keeper.useNewer();
    })}`;
    return html`${LINES[kept] === "" ? nothing : html` · <span data-testid="offline" data-kept=${kept}>${LINES[kept]}</span> `}${action(kept)}`;
  }
}

function action(kept: Kept): TemplateResult | typeof nothing {
  switch (kept) {
    case "kept":
    case "kept-but":
      return button(strings.forget, () => {
        keeper.forget();
      }, strings.forgetLong);
    case "failed":
    case "unwanted":
    case "retired":
      return button(kept === "failed" ? strings.again : strings.keep, () => {
        keeper.keep();
      });
    case "loading":
    case "keeping":
    case "refused":
      return nothing;
  }
}

function button(label: string, act: () => void, long?: string): TemplateResult {
  return html`<button type="button" class="link" aria-label=${long ?? nothing} @click=${act}>${label}</button>`;
}
