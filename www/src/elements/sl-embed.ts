// One panel alone, edge to edge, for a frame in somebody's notes.
import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { store } from "../state/gateway.ts";
import { openLink } from "../state/share.ts";
import { Watch } from "../state/watch.ts";
import { strings } from "../strings.ts";
import { Light } from "./base.ts";
import "./sl-compare.ts";
import "./sl-incident.ts";
import "./sl-load.ts";
import "./sl-migration.ts";
import "./sl-ring.ts";
import "./sl-router.ts";
import "./sl-run.ts";
import "./sl-scale.ts";
import "./sl-sweep.ts";
import "./sl-timeline.ts";

@customElement("sl-embed")
export class SlEmbed extends Light {
  readonly #watch = new Watch(this, ({ embed, text, place, core: { kind } }) => [embed, text, place.target, kind] as const);

  protected override render(): TemplateResult {
    return html`<main class="embed">${this.#panel()}</main>
      <p class="embed-foot"><a href=${openLink(store.state)} target="_blank" rel="noopener">${strings.embed.open}</a></p>`;
  }

  #panel(): TemplateResult {
    const [embed] = this.#watch.now;
    switch (embed) {
      case "load":
        return html`<sl-load></sl-load><sl-run></sl-run>`;
      case "compare":
        return html`<sl-compare></sl-compare><sl-run></sl-run>`;
      case "router":
        return html`<sl-router></sl-router><sl-run></sl-run>`;
      case "sweep":
        return html`<sl-sweep></sl-sweep><sl-run></sl-run>`;
      case "migration":
        return html`<sl-migration></sl-migration>`;
      case "incident":
        return html`<sl-incident></sl-incident>`;
      case "scale":
        return html`<sl-scale></sl-scale>`;
      default:
        return html`<sl-ring></sl-ring><sl-timeline></sl-timeline>`;
    }
  }
}

