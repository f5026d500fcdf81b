// The comparison as small multiples: one ring a strategy, all of them at the same step.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { count, ratio } from "../format.ts";
import type { Compared } from "../state/compare.ts";
import { chooseStrategy } from "../state/page.ts";
import { Watch } from "../state/watch.ts";
import { panelStrings } from "../panel-strings.ts";
import { Light } from "./base.ts";

const words = panelStrings.compare;

@customElement("sl-compare-rings")
export class SlCompareRings extends Light {
  @property({ attribute: false }) list: readonly Compared[] = [];
  readonly #watch = new Watch(this, ({ place }) => [place.target, place.strategy] as const);

  protected override render(): TemplateResult {
    return html`<ul class="rings" aria-label=${words.rings} data-testid="rings">${this.list.map((compared) => this.#ring(compared))}</ul>`;
  }

  #ring({ row, index, kind }: Compared): TemplateResult {
    const [target, chosen] = this.#watch.now;
    return html`<li>
      <button type="button" class="ring-card" aria-pressed=${index === chosen} title=${kind?.summary ?? ""} @click=${() => {
        chooseStrategy(index);
      }}>
        <sl-mini class="large" .strategy=${index}></sl-mini>
        <span class="ring-card-name">${row.name}</span>
        ${row.refused === undefined
          ? html`<span class="muted">${target === 0 ? words.peak(ratio(row.peak_to_average)) : words.movedKeys(count(row.moved))}</span>
              ${target > 0 && row.needless > 0 ? html`<span class="bad">${words.needlessKeys(count(row.needless))}</span>` : nothing}`
          : html`<span class="muted">${words.refused}</span>`}
      </button>
    </li>`;
  }
}
