// The router: one key, every strategy's answer before and after the step, worked through line by line.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { RouteAnswer } from "../core/types.ts";
import { routeKey, routeRandomKey } from "../state/panels.ts";
import { Watch } from "../state/watch.ts";
import { panelStrings } from "../panel-strings.ts";
import { badge, Light, valueOf } from "./base.ts";
import "./sl-twin.ts";

const words = panelStrings.router;

@customElement("sl-router")
export class SlRouter extends Light {
  readonly #watch = new Watch(this, ({ router, shown }) => [router, shown] as const);

  protected override render(): TemplateResult {
    const [{ key, answers, error }, shown] = this.#watch.now;
    const now = answers.at(-1) ?? [];
    const before = answers.length > 1 ? answers[0] : undefined;
    return html`<div class="key-row">
        <label for="router-key">${words.key}</label>
        <input id="router-key" class="mono" type="text" spellcheck="false" autocapitalize="off" autocomplete="off" .value=${live(key)} @input=${(event: Event) => {
          routeKey(valueOf(event));
        }} aria-describedby="router-hint" />
        <button type="button" class="plain" @click=${routeRandomKey}>${words.random}</button>
        <p id="router-hint" class="muted">${words.hint}</p>
      </div>
      ${error === "" ? nothing : html`<p class="bad" role="alert">${error}</p>`}
      <div class="answers" aria-live="polite">${now.map((answer, index) => this.#answer(answer, before?.[index], shown?.info.strategies[index]?.kind))}</div>`;
  }

  #answer(now: RouteAnswer, before: RouteAnswer | undefined, kind: string | undefined): TemplateResult {
    return html`<article class="answer" aria-label=${now.strategy}>
      <h2>${now.strategy}</h2>
      ${now.refused === undefined ? this.#where(now, before) : html`<p class="refused">${now.refused}</p>`}
      <ol class="lines">${now.lines.map((line) => this.#line(line))}</ol>
      ${kind === undefined ? nothing : html`<sl-twin .kind=${kind} .name=${now.strategy}></sl-twin>`}
    </article>`;
  }

  #where(now: RouteAnswer, before: RouteAnswer | undefined): TemplateResult {
    const [winner, ...replicas] = now.nodes;
    const old = before?.nodes[0];
    const moved = old !== undefined && old.name !== winner?.name;
    return html`<p class="where">
      ${old === undefined ? nothing : html`<span class="was"><span class="muted">${words.before}</span> ${badge(old.letter, old.colour)} ${old.name}</span><span class="arrow" aria-hidden="true">→</span>`}
      ${winner === undefined ? nothing : html`<span class="is"><span class="muted">${old === undefined ? words.now : words.after}</span> ${badge(winner.letter, winner.colour)} <strong>${winner.name}</strong></span>`}
      ${old === undefined ? nothing : html`<span class="tag">${moved ? words.moved : words.stays}</span>`}
      ${replicas.map((node) => html`<span class="replica"><span class="muted">${words.replica}</span> ${badge(node.letter, node.colour)} ${node.name}</span>`)}
      ${now.partition === undefined ? nothing : html`<span class="muted">${words.partition(now.partition)}</span>`}
    </p>`;
  }

  #line(line: RouteAnswer["lines"][number]): TemplateResult {
    return html`<li class=${line.what}>
      ${line.node === undefined ? nothing : badge(line.node.letter, line.node.colour)}
      <span>${line.text}</span>
      ${line.code === "" ? nothing : html`<code>${line.code}</code>`}
      ${line.what === "winner" ? html`<span class="tag">${words.winner}</span>` : nothing}
    </li>`;
  }
}
