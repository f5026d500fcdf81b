// The page as a whole: what is loading, what failed, and where each panel stands on this screen.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { version } from "../core/load.ts";
import { bytes } from "../format.ts";
import { address, lessons, look, redo, start, store, undo } from "../state/gateway.ts";
import { PANEL_TABS, type PhonePanel } from "../state/model.ts";
import { load } from "../state/saved.ts";
import { Watch } from "../state/watch.ts";
import { strings } from "../strings.ts";
import { arrowed, icon, Light } from "./base.ts";
import { Media } from "./media.ts";
import { mark } from "./sl-header.ts";
import "./sl-details.ts";
import "./sl-embed.ts";
import "./sl-notice.ts";
import "./sl-panel.ts";
import "./sl-results.ts";
import "./sl-ring.ts";
import "./sl-scenario.ts";
import "./sl-timeline.ts";

const PHONE_PANELS: readonly PhonePanel[] = ["results", ...PANEL_TABS];

@customElement("sl-app")
export class SlApp extends Light {
  readonly #watch = new Watch(this, ({ core, embed, text, notice, looks, lesson }) => [core, embed, text, notice, looks.drawer, looks.phonePanel, lesson] as const);
  readonly #narrow = new Media(this, "(max-width: 1099.98px)");
  readonly #phone = new Media(this, "(max-width: 699.98px)");

  /** Once the drawer was opened, the scenario stays in it. */
  #drawn = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.classList.add("coming");
    document.addEventListener("keydown", this.#key);
  }

  /** The first text stays until all of the page can take its place at once, so that nothing moves. A figure has no such text, and
   * the page of all examples is a dialog, which takes the focus only where it is seen. */
  protected override firstUpdated(): void {
    const early = [...this.querySelectorAll(":scope > .early")];
    const arrive = (): void => {
      early.forEach((one) => {
        one.remove();
      });
      this.classList.remove("coming");
    };
    if (Light.turns === undefined || store.state.embed !== undefined || address.browses) arrive();
    else void Light.turns.drawn().then(arrive);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("keydown", this.#key);
  }

  protected override render(): TemplateResult {
    const [core, embed, text] = this.#watch.now;
    this.dataset["core"] = core.kind;
    if (core.kind === "poster") return this.#poster();
    if (embed !== undefined) return this.#embed();
    return html`<header class="bar"><sl-header></sl-header></header>
      <main>
        <sl-notice></sl-notice><sl-newer></sl-newer>
        ${core.kind === "failed" ? this.#failed(core.message) : core.kind === "ready" && text === undefined && this.#watch.now[6] === undefined ? html`<p class="empty">${strings.empty}</p>` : this.#panels()}
      </main>
      <footer>${strings.footer.version(version)} · <a href="licences.txt">${strings.footer.licences}</a><sl-offline></sl-offline></footer>
      <sl-share></sl-share><sl-presets></sl-presets>`;
  }

  protected override updated(): void {
    const dialog = this.querySelector<HTMLDialogElement>("dialog.drawer");
    const { drawer } = store.state.looks;
    if (dialog === null || dialog.open === drawer) return;
    if (drawer) dialog.showModal();
    else dialog.close();
  }

  #panels(): TemplateResult {
    const [core, , , , , , lesson] = this.#watch.now;
    const taught = lesson?.kind === "open";
    // A lesson stands in the scenario's place, which is then in its drawer.
    const narrow = this.#narrow.holds || taught;
    return html`<div class="stage">
        ${taught ? html`<sl-lesson class="panel"></sl-lesson>` : nothing}
        ${narrow ? nothing : html`<aside class="panel scenario" aria-label=${strings.scenario.title}><sl-scenario></sl-scenario></aside>`}
        <section class="panel centre" aria-label=${strings.ring.title}>
          <sl-ring></sl-ring><sl-timeline></sl-timeline>
          ${core.kind === "loading" ? this.#loading(core.loaded, core.total) : nothing}
        </section>
        ${this.#phone.holds ? this.#onePanel() : html`<section class="panel results" aria-label=${strings.results.title}><sl-results></sl-results></section>`}
      </div>
      ${this.#phone.holds ? nothing : html`<section class="panel details" aria-label=${strings.tabs}><sl-details></sl-details></section>`}
      ${narrow ? this.#drawer() : nothing}`;
  }

  /** A frame has no more than the panel, or what stands in its way. */
  #embed(): TemplateResult {
    const [core, , text] = this.#watch.now;
    if (core.kind === "failed") return html`<main>${this.#failed(core.message)}</main>`;
    if (core.kind === "loading") return html`<main class="poster">${mark()}${this.#loading(core.loaded, core.total)}</main>`;
    return html`<sl-notice></sl-notice>${text === undefined ? nothing : html`<sl-embed></sl-embed>`}`;
  }

  #loading(loaded: number, total: number): TemplateResult {
    return html`<div class="loading" role="status">
      <progress aria-label=${strings.run.working} max=${Math.max(1, total)} .value=${loaded}></progress>
      <p>${strings.loading.bytes(bytes(loaded), bytes(total))}</p>
    </div>`;
  }

  #failed(message: string): TemplateResult {
    return html`<div class="failed" role="alert">
      <p>${message}</p>
      <button type="button" class="primary" @click=${() => void start()}>${strings.loading.again}</button>
    </div>`;
  }

  #poster(): TemplateResult {
    return html`<main class="poster">
      ${mark()}
      <p>${strings.loading.poster}</p>
      <button type="button" class="primary" @click=${() => void start()}>${strings.loading.start}</button>
    </main>`;
  }

  #onePanel(): TemplateResult {
    const { phonePanel } = store.state.looks;
    return html`<div class="segmented panels" role="tablist" aria-label=${strings.panels} @keydown=${this.#panelKey}>
        ${PHONE_PANELS.map((one) => html`<button type="button" role="tab" id="panel-${one}" aria-selected=${one === phonePanel} aria-controls="phone-panel" tabindex=${one === phonePanel ? 0 : -1} @click=${() => {
          this.#choose(one);
        }}>${strings.panelNames[one]}</button>`)}
      </div>
      <section id="phone-panel" class="panel results" role="tabpanel" aria-labelledby="panel-${phonePanel}">
        ${phonePanel === "results" ? html`<sl-results></sl-results>` : html`<sl-panel .of=${phonePanel}></sl-panel>`}
      </section>`;
  }

  #choose(panel: PhonePanel): void {
    look({ phonePanel: panel, ...(panel === "results" ? {} : { tab: panel }) });
  }

  #drawer(): TemplateResult {
    this.#drawn ||= store.state.looks.drawer;
    return html`<dialog class="drawer" aria-label=${strings.scenario.title} @close=${() => {
      look({ drawer: false });
    }} @click=${(event: Event) => {
      if (event.target instanceof HTMLDialogElement) look({ drawer: false });
    }}>
      <div class="drawer-body">
        <div class="drawer-head">
          <button type="button" class="quiet" aria-label=${strings.header.undo} @click=${undo}>${icon("undo")}</button>
          <button type="button" class="quiet" aria-label=${strings.header.redo} @click=${redo}>${icon("redo")}</button>
          <span class="gap"></span>
          <button type="button" class="quiet" aria-label=${strings.scenario.close} @click=${() => {
            look({ drawer: false });
          }}>${icon("close")}</button>
        </div>
        ${this.#drawn ? html`<sl-scenario></sl-scenario>` : nothing}
      </div>
    </dialog>`;
  }

  readonly #panelKey = (event: KeyboardEvent): void => {
    const to = arrowed(event, PHONE_PANELS.indexOf(store.state.looks.phonePanel), PHONE_PANELS.length);
    const panel = to === undefined ? undefined : PHONE_PANELS[to];
    if (panel === undefined) return;
    this.#choose(panel);
    this.querySelector<HTMLElement>(`#panel-${panel}`)?.focus();
  };

  #presents({ key, ctrlKey, metaKey, altKey, target }: KeyboardEvent): boolean {
    const { embed, looks } = store.state;
    const typed = target instanceof Element && target.closest("sl-text, sl-code") !== null;
    return key === "p" && !ctrlKey && !metaKey && !altKey && !typed && embed === undefined && !looks.presenting && load().letters !== false;
  }

  /** Undo and redo, except in a field, which has its own; P presents, unless keys of one letter are switched off. */
  readonly #key = (event: KeyboardEvent): void => {
    const field = event.target instanceof HTMLElement && event.target.closest("input, textarea, select") !== null;
    if (!field && this.#presents(event)) void lessons.present();
    if (field || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    const letter = event.key.toLowerCase();
    const back = letter === "z" && !event.shiftKey;
    if (!back && letter !== "y" && letter !== "z") return;
    event.preventDefault();
    if (back) undo();
    else redo();
  };
}
