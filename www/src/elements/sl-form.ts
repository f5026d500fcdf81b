// The scenario as a form. Every field edits the text through the core; the form keeps nothing of its own.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { Form } from "../core/types.ts";
import { count } from "../format.ts";
import { formStrings } from "../form-strings.ts";
import { edit, look, own, store, strings } from "../state/page.ts";
import { hasError } from "../state/model.ts";
import { Watch } from "../state/watch.ts";
import { badge, icon, Light, valueOf } from "./base.ts";
import "./sl-add-step.ts";
import "./sl-strategies.ts";
import "./sl-traffic.ts";

const words = formStrings.scenario;
const LETTERS_MAX = 100;
/** A list of more nodes is searched, not read: each row has fields that cost their time to lay out. */
const NODES_SHOWN = 40;

@customElement("sl-form")
export class SlForm extends Light {
  /** What the names of the nodes that are shown contain, where there are many. */
  @state() private sought = "";
  readonly #watch = new Watch(this, ({ form, checked, shown }) => [form, checked, shown] as const);

  protected override render(): TemplateResult {
    const [form] = this.#watch.now;
    if (form === undefined) return html`${this.#off()}<div class="skeleton tall"></div>`;
    return html`${this.#off()}
      <fieldset class="form" ?disabled=${this.#isOff}>
        <label class="field wide"><span>${words.name}</span><input type="text" aria-label=${words.name} .value=${live(form.title)} maxlength=${LETTERS_MAX} @change=${(event: Event) => {
          edit({ do: "set_title", title: valueOf(event) });
        }} /></label>
        ${this.#nodes(form)}
        <sl-strategies></sl-strategies>
        ${this.#keys(form)} ${this.#steps(form)}
      </fieldset>`;
  }

  /** A text that lacks nothing but its keys can be edited. */
  get #isOff(): boolean {
    return hasError(store.state) && store.state.checked?.needs === undefined;
  }

  #off(): TemplateResult | typeof nothing {
    if (!hasError(store.state)) return nothing;
    if (!this.#isOff) return html`<p class="off">${strings.own.off} ${this.#own("keys", strings.notice.offers["give-keys"])}</p>`;
    return html`<p class="off">${words.off} <button type="button" class="link" @click=${() => {
      look({ scenarioAs: "text" });
    }}>${words.offKey}</button></p>`;
  }

  #nodes({ nodes }: Form): TemplateResult {
    const many = nodes.length > NODES_SHOWN;
    const sought = this.sought.toLowerCase();
    const found = many ? nodes.filter(({ name }) => name.toLowerCase().includes(sought)).slice(0, NODES_SHOWN) : nodes;
    return html`<h3>${words.nodes}</h3>
      ${many ? this.#find(found.length, nodes.length) : nothing}
      <ul class="list nodes">
        ${found.map(
          (node) => html`<li class="line">
            ${badge(node.letter, node.colour)}
            <input class="name" type="text" aria-label=${words.nodeName(node.name)} .value=${live(node.name)} maxlength=${LETTERS_MAX} @change=${(event: Event) => {
              edit({ do: "rename_node", name: node.name, to: valueOf(event) });
              this.requestUpdate();
            }} />
            <span class="muted" aria-hidden="true">${words.weight}</span>
            <input class="number" type="number" min="0" step="any" inputmode="decimal" aria-label=${words.weightOf(node.name)} .value=${live(String(node.weight))} @change=${(event: Event) => {
              this.#weight(node.name, Number(valueOf(event)));
            }} />
            <button type="button" class="quiet small" aria-label=${words.removeNode(node.name)} title=${words.removeNode(node.name)} ?disabled=${nodes.length < 2} @click=${() => {
              edit({ do: "remove_node", name: node.name });
            }}>${icon("close")}</button>
          </li>`,
        )}
      </ul>
      <button type="button" class="link" @click=${() => {
        edit({ do: "add_node" });
      }}>${icon("plus")}${words.addNode}</button>
      ${this.#own("nodes", strings.own.nodes)}`;
  }

  /** Opens the dialog for what is the reader's own. */
  #own(what: "keys" | "nodes", text: string): TemplateResult {
    return html`<button type="button" class="link" @click=${() => void own.open(what)}>${text}</button>`;
  }

  /** Finds nodes by name among many. */
  #find(shown: number, all: number): TemplateResult {
    return html`<input type="search" aria-label=${words.findNode} placeholder=${words.findNode} .value=${live(this.sought)} @input=${(event: Event) => {
        this.sought = valueOf(event);
      }} />
      <p class="muted" role="status">${shown === 0 ? words.nodeless : words.nodesCut(count(shown), count(all))}</p>`;
  }

  #weight(name: string, weight: number): void {
    if (Number.isFinite(weight) && weight > 0) edit({ do: "set_weight", name, weight });
    this.requestUpdate();
  }

  #keys({ keys, replicas, hash }: Form): TemplateResult {
    return html`<h3>${words.keys}</h3>
      ${keys.kind === "list"
        ? html`<p class="line">${words.list(keys.count)}</p>`
        : keys.file !== undefined
        ? html`<p class="line">${strings.own.file(keys.file.file, keys.count)}</p>
          <button type="button" class="link" @click=${() => {
            edit({ do: "set_keys", count: keys.count, pattern: "key_{i}" });
          }}>${strings.own.made}</button>`
        : html`<div class="line keys-line">
            <input class="number long" type="number" min="1" max="1000000000" step="1" aria-label=${words.keyCount} .value=${live(String(keys.count))} @change=${(event: Event) => {
              this.#count(Number(valueOf(event)));
            }} />
            <select class=${keys.kind} aria-label=${words.keysAs} @change=${this.#keysAs}><option value="pattern" ?selected=${keys.kind === "pattern"}>${words.pattern}</option><option value="ids" ?selected=${keys.kind === "ids"}>${words.ids}</option></select>
            ${keys.kind === "pattern" ? html`<input class="mono name" type="text" aria-label=${words.pattern} spellcheck="false" .value=${live(keys.pattern)} @change=${(event: Event) => {
              edit({ do: "set_keys", pattern: valueOf(event) });
              this.requestUpdate();
            }} />` : nothing}
          </div>`}
      ${this.#own("keys", keys.file === undefined ? strings.own.keys : strings.own.otherKeys)}
      <div class="line">
        <label class="field"><span>${words.hash}</span>${this.#hashes(hash, keys.kind === "ids")}</label>
        <label class="field"><span>${words.replicas}</span><input class="number" type="number" aria-label=${words.replicas} min="1" max="16" step="1" .value=${live(String(replicas))} @change=${(event: Event) => {
          edit({ do: "set_replicas", value: Number(valueOf(event)) });
          this.requestUpdate();
        }} /></label>
      </div>
      <sl-traffic></sl-traffic>`;
  }

  #hashes(hash: string | undefined, ids: boolean): TemplateResult {
    const offered = store.state.shelf.hashes.filter((one) => ids || !one.ids_only);
    return html`<select aria-label=${words.hash} @change=${(event: Event) => {
      const chosen = valueOf(event);
      edit({ do: "set_hash", ...(chosen === "" ? {} : { hash: chosen }) });
    }}><option value="" ?selected=${hash === undefined}>${words.hashUsual}</option>${offered.map(({ id, title }) => html`<option value=${id} ?selected=${id === hash}>${title}</option>`)}</select>`;
  }

  #count(count: number): void {
    const { form } = store.state;
    if (Number.isInteger(count) && count > 0) edit({ do: "set_keys", ...(form?.keys.kind === "ids" ? { ids: count } : { count }) });
    this.requestUpdate();
  }

  readonly #keysAs = (event: Event): void => {
    const keys = store.state.form?.keys;
    if (keys === undefined) return;
    edit({ do: "set_keys", ...(valueOf(event) === "ids" ? { ids: keys.count } : { count: keys.count, pattern: "key_{i}" }) });
  };

  #steps({ steps }: Form): TemplateResult {
    return html`<h3>${words.steps}</h3>
      ${steps.length === 0 ? html`<p class="muted">${words.noSteps}</p>` : nothing}
      <ol class="list">
        ${steps.map(
          ({ label }, index) => html`<li class="line">
            <span class="index">${index + 1}</span><span class="grow">${label}</span>
            <button type="button" class="quiet small" aria-label=${words.removeStep(label)} title=${words.removeStep(label)} @click=${() => {
              edit({ do: "remove_step", index });
            }}>${icon("close")}</button>
          </li>`,
        )}
      </ol>
      <sl-add-step></sl-add-step>`;
  }
}
