// The strategies of the form: parameters as slider and number, a hash each, and another to compare.
import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { Form } from "../core/types.ts";
import { formStrings } from "../form-strings.ts";
import { codeOf, edit, endDrag, openCode, store, strings } from "../state/page.ts";
import { hasError } from "../state/model.ts";
import { Watch } from "../state/watch.ts";
import { icon, Light, valueOf } from "./base.ts";
import { showPanel } from "./sight.ts";

type Strategy = Form["strategies"][number];
type Param = Strategy["params"][number];

const words = formStrings.scenario;

/** More strategies than these are folded to their names. */
const FEW = 4;
/** A number that may be greater than this wants a wider field. */
const VAST = 1_000_000;

@customElement("sl-strategies")
export class SlStrategies extends Light {
  readonly #watch = new Watch(this, ({ form, checked, shelf }) => [form, checked, shelf] as const);

  protected override render(): TemplateResult {
    const [form, , shelf] = this.#watch.now;
    const all = form?.strategies ?? [];
    const items = shelf.kinds.map(({ id, title, summary }) => ({ id, title, line: summary }));
    return html`<h3>${words.strategies}</h3>
      <ul class="list">${all.map((strategy, index) => this.#strategy(strategy, index, all.length))}</ul>
      <sl-menu plus .items=${items} label=${words.compareAnother} ?disabled=${hasError(store.state)} .onpick=${(kind: string) => {
        edit({ do: "add_strategy", kind });
      }}></sl-menu>`;
  }

  #strategy(strategy: Strategy, index: number, length: number): TemplateResult {
    const remove = html`<button type="button" class="quiet small" aria-label=${words.removeStrategy(strategy.name)} title=${words.removeStrategy(strategy.name)} ?disabled=${length < 2} @click=${() => {
      edit({ do: "remove_strategy", index });
    }}>${icon("close")}</button>`;
    const params = strategy.params.map((param) => this.#param(strategy, index, param));
    const few = length <= FEW;
    return html`<li class="strategy-form">
      <div class="folded">
        <details>
          <summary title=${strategy.title}><span>${strategy.name}</span> <span class="muted">${this.#chosen(strategy)}</span></summary>
          ${this.#dialect(strategy, index)}${this.#hash(strategy, index)} ${few ? "" : params}
        </details>
        ${remove}
      </div>
      ${few ? params : ""}${strategy.kind === "script" ? this.#code(strategy, index) : ""}
    </li>`;
  }

  /** Code is written where there is room for it. */
  #code({ name }: Strategy, index: number): TemplateResult {
    const source = codeOf(index);
    if (source === undefined) return html``;
    return html`<pre class="code" tabindex="0" role="region" aria-label=${strings.code.of(name)}>${source}</pre>
      <button type="button" class="link" @click=${() => {
        openCode(name, source);
        void showPanel();
      }}>${strings.code.edit}</button>`;
  }

  /** What the folded menus say: a dialect other than the first, else the hash. */
  #chosen({ dialect, dialects, hash }: Strategy): string {
    if (dialect !== dialects[0]) return dialect;
    return store.state.shelf.hashes.find(({ id }) => id === hash)?.title ?? "";
  }

  #dialect({ name, dialect, dialects }: Strategy, index: number): TemplateResult {
    if (dialects.length < 2) return html``;
    return html`<label class="param pick"><span class="param-name">${words.dialect}</span><select aria-label=${words.dialectOf(name)} @change=${(event: Event) => {
      const chosen = valueOf(event);
      edit({ do: "set_dialect", index, ...(chosen === dialects[0] ? {} : { dialect: chosen }) });
    }}>${dialects.map((id) => html`<option value=${id} ?selected=${id === dialect}>${id}</option>`)}</select></label>`;
  }

  #hash({ name, hash }: Strategy, index: number): TemplateResult {
    const ids = store.state.form?.keys.kind === "ids";
    const offered = store.state.shelf.hashes.filter((one) => ids || !one.ids_only);
    return html`<label class="param pick"><span class="param-name">${words.hash}</span><select aria-label=${words.hashOf(name)} @change=${(event: Event) => {
      const chosen = valueOf(event);
      edit({ do: "set_strategy_hash", index, ...(chosen === "" ? {} : { hash: chosen }) });
    }}><option value="">${words.usualHash}</option>${offered.map(({ id, title }) => html`<option value=${id} ?selected=${id === hash}>${title}</option>`)}</select></label>`;
  }

  #param(strategy: Strategy, index: number, param: Param): TemplateResult {
    return param.options.length > 0 ? this.#choice(strategy, index, param) : this.#number(strategy, index, param);
  }

  #choice({ name }: Strategy, index: number, { id, title, summary, options, value }: Param): TemplateResult {
    return html`<div class="param pick" title=${summary}>
      <span class="param-name">${title}</span>
      <select aria-label=${`${title}, ${name}`} @change=${(event: Event) => {
        edit({ do: "set_param", index, param: id, value: Number(valueOf(event)) });
      }}>${options.map((option, at) => html`<option value=${at} ?selected=${at === value}>${option}</option>`)}</select>
    </div>`;
  }

  #number({ name }: Strategy, index: number, param: Param): TemplateResult {
    const set = (value: number, drag?: string): void => {
      if (Number.isFinite(value)) edit({ do: "set_param", index, param: param.id, value: clamp(param, value) }, drag);
      this.requestUpdate();
    };
    const label = `${param.title}, ${name}`;
    return html`<div class="param ${param.max > VAST ? "vast" : ""}" title=${param.summary}>
      <span class="param-name">${param.title}</span>
      <input
        type="range"
        aria-label=${label}
        aria-valuetext=${`${param.value} ${param.unit}`.trim()}
        min=${param.min}
        max=${param.usual}
        step=${param.whole ? 1 : 0.01}
        .value=${live(String(Math.min(param.value, param.usual)))}
        @input=${(event: Event) => {
          set(Number(valueOf(event)), `${index}.${param.id}`);
        }}
        @change=${endDrag}
      />
      <input class="number" type="number" aria-label=${`${label}, as a number`} min=${param.min} max=${param.max} step="any" .value=${live(String(param.value))} @change=${(event: Event) => {
        set(Number(valueOf(event)));
      }} />
    </div>`;
  }
}

function clamp({ min, max, whole }: Param, value: number): number {
  return Math.min(max, Math.max(min, whole ? Math.round(value) : value));
}
