// One panel alone, edge to edge, for a frame in somebody's notes.
import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { address, store } from "../state/gateway.ts";
import { Watch } from "../state/watch.ts";
import { strings } from "../strings.ts";
import { Light } from "./base.ts";
import "./sl-load.ts";
import "./sl-panel.ts";
import "./sl-picture.ts";
import "./sl-results.ts";
import "./sl-ring.ts";
import "./sl-run.ts";
import "./sl-timeline.ts";

@customElement("sl-embed")
export class SlEmbed extends Light {
  readonly #watch = new Watch(this, ({ embed, text, place, core: { kind }, codeWaits, shown, migration, incident }) => [embed, text, place.target, kind, codeWaits.length > 0, shown, rests(migration), rests(incident)] as const);

  protected override render(): TemplateResult {
    return html`<main class="embed" aria-label=${strings.name}>${this.#panel()}</main>
      <p class="embed-foot"><a href=${address.open(store.state)} target="_blank" rel="noopener">${strings.embed.open}</a></p>`;
  }

  #panel(): TemplateResult {
    const [embed, , , , codeWaits] = this.#watch.now;
    // Before anything of it runs, the code that came with the text is shown.
    if (codeWaits) return html`<sl-run></sl-run>`;
    switch (embed) {
      case "load":
        return html`<sl-load></sl-load><sl-run></sl-run>`;
      case "picture":
        return html`<sl-picture></sl-picture><sl-run></sl-run>`;
      case "results":
        return html`<sl-results></sl-results><sl-run></sl-run>`;
      case undefined:
      case "ring":
        return html`<sl-ring></sl-ring><sl-timeline></sl-timeline>`;
      case "compare":
      case "router":
      case "sweep":
        return html`<sl-panel .of=${embed}></sl-panel><sl-run></sl-run>`;
      default:
        return html`<sl-panel .of=${embed}></sl-panel>`;
    }
  }
}

/** The moment that the link to the playground names: where a simulation rests. */
function rests({ at, playing }: { readonly at: number; readonly playing: boolean }): number {
  return playing ? 0 : at;
}
