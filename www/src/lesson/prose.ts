// The text of a lesson as templates: a closed set of blocks, so that nothing of it can become markup that the page does not know.
import { html, type TemplateResult } from "lit";
import type { Block, Inline } from "./content.ts";

export function blocks(all: readonly Block[]): TemplateResult[] {
  return all.map(block);
}

export function inlines(all: readonly Inline[]): (TemplateResult | string)[] {
  return all.map(inline);
}

function block(one: Block): TemplateResult {
  if ("p" in one) return html`<p>${inlines(one.p)}</p>`;
  if ("h" in one) return html`<h3>${inlines(one.h)}</h3>`;
  if ("ul" in one) return html`<ul class="bullets">${one.ul.map((item) => html`<li>${blocks(item)}</li>`)}</ul>`;
  if ("ol" in one) return html`<ol class="numbers">${one.ol.map((item) => html`<li>${blocks(item)}</li>`)}</ol>`;
  return html`<pre class="code" tabindex="0">${one.pre}</pre>`;
}

function inline(one: Inline): TemplateResult | string {
  if (typeof one === "string") return one;
  if ("em" in one) return html`<em>${inlines(one.em)}</em>`;
  if ("strong" in one) return html`<strong>${inlines(one.strong)}</strong>`;
  if ("code" in one) return html`<code>${one.code}</code>`;
  // The build lets through nothing but https and the page's own examples.
  return one.link.startsWith("#") ? html`<a href=${one.link}>${inlines(one.of)}</a>` : html`<a href=${one.link} target="_blank" rel="noopener">${inlines(one.of)}</a>`;
}
