// What a strategy is: how it works, what it promises in words, what it costs, where it comes from.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { GUARANTEES, type Compared } from "../state/compare.ts";
import { strings } from "../state/page.ts";
import { panelStrings } from "../panel-strings.ts";
import { Light } from "./base.ts";
import "./sl-twin.ts";

const words = panelStrings.kind;

@customElement("sl-kind")
export class SlKind extends Light {
  @property({ attribute: false }) compared: Compared | undefined;

  protected override render(): TemplateResult | typeof nothing {
    const { compared } = this;
    if (compared?.kind === undefined) return nothing;
    const { kind, dialect } = compared;
    return html`<div class="kind">
      <p class="kind-summary"><strong>${kind.title}.</strong> ${kind.summary}</p>
      <div>
        <h3>${words.mechanism}</h3>
        <p>${kind.mechanism}</p>
        <sl-twin .kind=${kind.id} .name=${compared.row.name}></sl-twin>
        <h3>${words.promises}</h3>
        <ul class="promises">
          ${GUARANTEES.map((one) => {
            const holds = dialect?.guarantees.includes(one) ?? false;
            return html`<li class=${holds ? "holds" : "lacks"}><span class="mark-word">${holds ? words.yes : words.no}</span> ${words.guarantees[one][holds ? "holds" : "lacks"]}</li>`;
          })}
        </ul>
        <p>${kind.instead}</p>
      </div>
      <dl>
        <dt>${words.costs}</dt><dd>${words.lookUp} <code>${kind.lookup}</code>, ${words.build} <code>${kind.build}</code>, ${words.memory} <code>${kind.memory}</code></dd>
        <dt>${words.balance}</dt><dd>${strings.sentence(kind.balance)}.</dd>
        ${this.#theory(compared)}
        ${dialect === undefined ? nothing : html`<dt>${words.dialect(dialect.id)}</dt><dd>${dialect.summary}</dd>`}
        <dt>${words.reference}</dt><dd>${kind.reference}</dd>
      </dl>
    </div>`;
  }

  #theory({ row }: Compared): TemplateResult {
    return html`${row.theory === undefined ? nothing : html`<dt>${words.movedTheory}</dt><dd><code>${row.theory.formula}</code></dd>`}
    ${row.deviation_theory === undefined ? nothing : html`<dt>${words.deviationTheory}</dt><dd><code>${row.deviation_theory.formula}</code>. ${words.deviationMeans}</dd>`}`;
  }
}
