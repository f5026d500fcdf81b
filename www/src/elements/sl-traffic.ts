// Who asks for what and who answers: the popularity of keys, where copies stand, and which copy is read.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { Form } from "../core/types.ts";
import { formStrings } from "../form-strings.ts";
import { edit } from "../state/page.ts";
import { Watch } from "../state/watch.ts";
import { Light, valueOf } from "./base.ts";

const words = formStrings.traffic;
const KINDS = ["uniform", "zipf", "hot"] as const;
const STEP = 0.05;
const HUNDRED = 100;

@customElement("sl-traffic")
export class SlTraffic extends Light {
  readonly #watch = new Watch(this, ({ form, checked }) => [form, checked] as const);

  protected override render(): TemplateResult | typeof nothing {
    const [form] = this.#watch.now;
    if (form === undefined) return nothing;
    return html`<div class="line">
        <label class="field"><span>${words.popularity}</span><select aria-label=${words.popularity} @change=${(event: Event) => {
          edit({ do: "set_popularity", kind: valueOf(event) });
        }}>${KINDS.map((kind) => html`<option value=${kind} ?selected=${kind === form.keys.popularity}>${words.kinds[kind]}</option>`)}</select></label>
        ${form.keys.popularity === "zipf" ? this.#zipf(form) : form.keys.popularity === "hot" ? this.#hot(form) : nothing}
      </div>
      ${form.replicas > 1 ? html`<div class="line">${this.#spread(form)}${this.#reads(form)}</div>` : nothing}`;
  }

  #zipf({ keys }: Form): TemplateResult {
    return html`<input class="number" type="number" min="0" max="4" step=${STEP} inputmode="decimal" aria-label=${words.exponent} title=${words.exponent} .value=${live(String(keys.zipf))} @change=${(event: Event) => {
      this.#set(Number(valueOf(event)), (value) => {
        edit({ do: "set_popularity", kind: "zipf", value });
      });
    }} />`;
  }

  #hot({ keys }: Form): TemplateResult {
    return html`<input class="number" type="number" min="1" max=${keys.count} step="1" aria-label=${words.hot} title=${words.hot} .value=${live(String(keys.hot))} @change=${(event: Event) => {
        this.#set(Number(valueOf(event)), (count) => {
          if (Number.isInteger(count) && count > 0) edit({ do: "set_popularity", kind: "hot", count, value: keys.hot_share });
        });
      }} />
      <input class="number" type="number" min="0" max="100" step="5" aria-label=${words.share} title=${words.share} .value=${live(String(Math.round(keys.hot_share * HUNDRED * HUNDRED) / HUNDRED))} @change=${(event: Event) => {
        this.#set(Number(valueOf(event)), (percent) => {
          edit({ do: "set_popularity", kind: "hot", count: keys.hot, value: percent / HUNDRED });
        });
      }} /><span class="muted" aria-hidden="true">%</span>`;
  }

  /** Hands on a number; the field shows again what the text says. */
  #set(value: number, to: (value: number) => void): void {
    if (Number.isFinite(value)) to(value);
    this.requestUpdate();
  }

  #spread({ nodes, spread }: Form): TemplateResult | typeof nothing {
    // Without zones there is nothing to spread copies over.
    if (spread === "nodes" && nodes.every(({ zone }) => zone === undefined)) return nothing;
    return this.#choice("spread", words.spread, words.spreads, spread);
  }

  #reads({ reads }: Form): TemplateResult {
    return this.#choice("reads", words.reads, words.readers, reads);
  }

  #choice(param: string, label: string, names: Readonly<Record<string, string>>, chosen: string): TemplateResult {
    const ids = Object.keys(names);
    return html`<label class="field"><span>${label}</span><select aria-label=${label} @change=${(event: Event) => {
      const to = valueOf(event);
      edit({ do: "set_choice", param, ...(to === ids[0] ? {} : { to }) });
    }}>${ids.map((id) => html`<option value=${id} ?selected=${id === chosen}>${names[id] ?? id}</option>`)}</select></label>`;
  }
}
