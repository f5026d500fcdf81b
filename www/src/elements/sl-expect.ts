// What the text expects of its run: each with a mark and a word for passed or failed, and what was found.
import { html, nothing, svg, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import type { Expected } from "../core/types.ts";
import { Watch } from "../state/watch.ts";
import { strings } from "../strings.ts";
import { Light } from "./base.ts";

const words = strings.expect;
const MARKS = { passed: svg`<path d="m4.500 10.500 4 4 7-9"/>`, failed: svg`<path d="m5.500 5.500 9 9m0-9-9 9"/>` } as const;

@customElement("sl-expect")
export class SlExpect extends Light {
  readonly #watch = new Watch(this, ({ shown }) => [shown?.expected] as const);

  protected override render(): TemplateResult | typeof nothing {
    const [all = []] = this.#watch.now;
    this.hidden = all.length === 0;
    if (all.length === 0) return nothing;
    const passed = all.filter((one) => one.passed).length;
    return html`<section class="expected" aria-labelledby="expect-title" data-testid="expected">
      <h2 id="expect-title">${words.title}: <span role="status">${passed === all.length ? words.all(passed) : words.some(passed, all.length)}</span></h2>
      <ul>${all.map((one) => this.#line(one))}</ul>
    </section>`;
  }

  #line({ passed, text, measured }: Expected): TemplateResult {
    const how = passed ? "passed" : "failed";
    return html`<li class=${how}>
      <span class=${passed ? "good" : "bad"}><svg class="icon" viewBox="0 0 20 20" width="16" height="16" aria-hidden="true" focusable="false">${MARKS[how]}</svg> ${words[how]}</span>
      <span>${text} <span class="muted">(${words.found(measured)})</span></span>
    </li>`;
  }
}
