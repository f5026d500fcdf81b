// Adding a step: what happens, and to whom; only what is possible at the end of the timeline is offered.
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { Edit, Form } from "../core/types.ts";
import { formStrings } from "../form-strings.ts";
import { edit, store } from "../state/page.ts";
import { Watch } from "../state/watch.ts";
import { icon, Light, valueOf } from "./base.ts";

const words = formStrings.scenario;
type Action = keyof typeof words.actions;

const ACTIONS: readonly Action[] = ["add", "remove", "fail", "recover", "reweight", "switch"];
const WEIGHT = 2;
/** Whom an option of the menu means; as long as each other. */
const NAMED = "node ";
const ZONED = "zone ";

@customElement("sl-add-step")
export class SlAddStep extends Light {
  readonly #watch = new Watch(this, ({ form, shelf }) => [form, shelf] as const);
  @state() private open = false;
  @state() private action: Action = "add";

  protected override render(): TemplateResult {
    return html`<button type="button" class="link" aria-expanded=${this.open} @click=${() => {
        this.open = !this.open;
      }}>${icon("plus")}${words.addStep}</button>
      ${this.open ? this.#fields() : nothing}`;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has("open") && this.open) this.scrollIntoView({ block: "nearest" });
  }

  #fields(): TemplateResult {
    const possible = this.action === "add" || this.action === "switch" || this.#candidates.length > 0;
    return html`<div class="add-step" role="group" aria-label=${words.addStep}>
      <select class="step-action" aria-label=${words.action} @change=${(event: Event) => {
        this.action = ACTIONS.find((one) => one === valueOf(event)) ?? "add";
      }}>${ACTIONS.map((one) => html`<option value=${one} ?selected=${one === this.action}>${words.actions[one]}</option>`)}</select>
      ${this.#object()}
      <button type="button" class="primary" ?disabled=${!possible} @click=${this.#add}>${words.add}</button>
    </div>`;
  }

  #object(): TemplateResult {
    const [form, shelf] = this.#watch.now;
    if (this.action === "add") return html`<input class="step-node name" type="text" aria-label=${words.newName} .value=${form?.next_name ?? ""} />`;
    if (this.action === "switch") return html`<select class="step-strategy" aria-label=${words.to}>${shelf.kinds.map(({ id, title }) => html`<option value=${id}>${title}</option>`)}</select>`;
    const names = this.#candidates;
    const zones = this.action === "reweight" ? [] : this.#zones;
    if (names.length === 0) return html`<span class="muted">${words.nobody}</span>`;
    return html`<select class="step-node" aria-label=${words.which}>${names.map((name) => html`<option value=${NAMED + name}>${name}</option>`)}${zones.map((zone) => html`<option value=${ZONED + zone}>${words.zone(zone)}</option>`)}</select>
      ${this.action === "reweight" ? html`<input class="step-weight number" type="number" min="0.1" step="any" aria-label=${words.newWeight} value=${WEIGHT} />` : nothing}`;
  }

  /** Whom the chosen action can meet. */
  get #members(): Form["members_at_end"] {
    const members = store.state.form?.members_at_end ?? [];
    return members.filter(({ live }) => (this.action === "recover" ? !live : this.action === "fail" ? live : true));
  }

  get #candidates(): string[] {
    return this.#members.map(({ name }) => name);
  }

  get #zones(): string[] {
    const zones = this.#members.flatMap(({ zone }) => (zone === undefined ? [] : [zone]));
    return [...new Set(zones)].sort();
  }

  readonly #add = (): void => {
    const value = (field: string): string => this.querySelector<HTMLInputElement | HTMLSelectElement>(`.${field}`)?.value ?? "";
    this.open = false;
    edit(this.#step(value));
  };

  #step(value: (field: string) => string): Edit {
    const { action } = this;
    if (action === "switch") return { do: "add_step", action, strategy: value("step-strategy") };
    const chosen = value("step-node");
    if (action === "add") return { do: "add_step", action, node: chosen };
    const to = chosen.slice(NAMED.length);
    if (chosen.startsWith(ZONED)) return { do: "add_step", action, zone: to };
    return { do: "add_step", action, node: to, ...(action === "reweight" ? { weight: Number(value("step-weight")) } : {}) };
  }
}
