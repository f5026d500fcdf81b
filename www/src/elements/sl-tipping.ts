// The tipping-point finder: two settings as a map of how the step ends, the closed form's border over it, each cell a press.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { percent } from "../format.ts";
import { Painted, type Sheet } from "../state/canvas.ts";
import { attempt, edit, endDrag, store, strings } from "../state/page.ts";
import { incidents } from "../state/panels.ts";
import { Watch } from "../state/watch.ts";
import { panelStrings } from "../panel-strings.ts";
import { Light, valueOf } from "./base.ts";

const words = panelStrings.incident.map;

@customElement("sl-tipping")
export class SlTipping extends Light {
  readonly #watch = new Watch(this, ({ incident, text, place }) => [incident.form, incident.map, incident.mapRun, incident.focus, text, place.strategy, place.target] as const);
  readonly #painted = new Painted(
    this,
    () => this.querySelector("canvas"),
    (sheet) => {
      sheet.state.incident.map?.scene.paint(sheet.canvas, picture(sheet), sheet.dpr);
    },
    ({ incident }) => [incident.map, incident.focus],
  );

  protected override render(): TemplateResult {
    const [form, map, run, focus] = this.#watch.now;
    if (form === undefined) return html``;
    const axes = form.settings.filter(({ id }) => form.axes.includes(id));
    const pick = (chosen: string, off: string, label: string, change: (id: string) => void): TemplateResult =>
      html`<label>${label} <select @change=${(event: Event) => {
        change(valueOf(event));
        this.requestUpdate();
      }}>${axes.filter(({ id }) => id !== off).map(({ id, title }) => html`<option value=${id} .selected=${live(id === chosen)}>${title}</option>`)}
        ${label === words.y ? html`<option value="" .selected=${live(chosen === "")}>${words.alone}</option>` : nothing}</select></label>`;
    const older = map !== undefined && map.of !== incidents.mapOf;
    return html`<section class="tipping"><h2>${words.title}</h2>
      <p>${words.what}</p>
      <div class="incident-controls">
        ${pick(form.x, form.y, words.x, (x) => {
          vary(x, form.y);
        })}
        ${pick(form.y, form.x, words.y, (y) => {
          vary(form.x, y);
        })}
        <button type="button" class=${run.kind === "running" ? "plain" : "primary"} @click=${() => {
          if (run.kind === "running") incidents.cancelMap();
          else void incidents.map();
        }}>${run.kind === "running" ? strings.run.cancel : words.draw}</button>
        <span class="tipping-run" role="status">${run.kind === "failed" ? run.message : run.kind === "running" ? html`<progress aria-label=${words.working} max=${Math.max(1, run.total)} .value=${run.done}></progress> ${percent(run.total === 0 ? 0 : run.done / run.total)}` : nothing}</span>
      </div>
      ${map === undefined ? nothing : html`<figure class=${older ? "older" : ""}>
        <ul class="tipping-key"><li><span class="key survives" aria-hidden="true"></span>${words.key.survives}</li><li><span class="key degrades" aria-hidden="true">–</span>${words.key.degrades}</li><li><span class="key cascades" aria-hidden="true">∕</span>${words.key.cascades}</li><li>${words.key.line}</li><li>${words.key.here}</li></ul>
        <canvas tabindex="0" role="application" aria-roledescription=${words.roled} aria-label="${words.label} ${map.words}" @pointermove=${this.#move} @pointerleave=${() => {
          incidents.point(undefined);
        }} @click=${this.#click} @keydown=${this.#key}></canvas>
        <figcaption><p data-testid="tipping-words">${map.words} ${older ? words.older : nothing}</p>
          <p class="tipping-cell" aria-live="polite" data-testid="tipping-cell">${focus === undefined ? words.hint : attempt(() => map.scene.point(focus)?.words)}</p></figcaption>
        <details><summary>${panelStrings.sweep.table}</summary><table class="figures"><caption class="unseen">${words.title}</caption><thead><tr>${[title(form, form.y), words.survivesTo(title(form, form.x)), words.cascadesFrom(title(form, form.x))].map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
          <tbody>${map.rows.map(({ y, survives, cascades }) => html`<tr><th scope="row">${y}</th><td>${survives === "" ? panelStrings.compare.nothing : survives}</td><td>${cascades === "" ? panelStrings.compare.nothing : cascades}</td></tr>`)}</tbody></table></details>
      </figure>`}
    </section>`;
  }

  #at(event: MouseEvent): number | undefined {
    const { sheet } = this.#painted;
    const { map } = store.state.incident;
    if (sheet === undefined || map === undefined) return undefined;
    const { left, top } = sheet.canvas.getBoundingClientRect();
    return attempt(() => map.scene.hit(picture(sheet), event.clientX - left, event.clientY - top));
  }

  readonly #move = (event: PointerEvent): void => {
    incidents.point(this.#at(event));
  };

  readonly #click = (event: MouseEvent): void => {
    incidents.point(this.#at(event));
    take();
  };

  readonly #key = (event: KeyboardEvent): void => {
    const { map, focus } = store.state.incident;
    const [columns = 1, all = 1] = attempt(() => map?.scene.size()) ?? [];
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowUp: columns, ArrowDown: -columns }[event.key];
    if (event.key === "Enter" || event.key === " ") take();
    else if (event.key === "Escape") incidents.point(undefined);
    else if (by === undefined) return;
    else incidents.point(Math.max(0, Math.min(all - 1, (focus ?? Math.floor(all / 2)) + (focus === undefined ? 0 : by))));
    event.preventDefault();
  };
}

function picture({ width, height, theme, state }: Sheet): { width: number; height: number; theme: "light" | "dark"; focus?: number } {
  const { focus } = state.incident;
  return { width, height, theme, ...(focus === undefined ? {} : { focus }) };
}

function title(form: { readonly settings: readonly { readonly id: string; readonly title: string }[] }, id: string): string {
  return form.settings.find((setting) => setting.id === id)?.title ?? "";
}

/** Another pair of axes is a table of the text: so a link has the map. */
function vary(x: string, y: string): void {
  edit({ do: "set_simulation", section: "incident", param: "tipping", to: y === "" ? x : `${x}, ${y}` });
}

/** The values of the cell that is pointed at become those of the text. */
function take(): void {
  const { map, focus } = store.state.incident;
  const settings = focus === undefined ? undefined : attempt(() => map?.scene.point(focus)?.settings);
  settings?.forEach(([param, value]) => {
    edit({ do: "set_simulation", section: "incident", param, value }, "tipping");
  });
  endDrag();
}
