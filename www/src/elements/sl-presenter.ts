// The speaker's own part of the screen when presenting: the code and address of the scene, a row of buttons, the blank screen, the keys.
import { html, nothing, svg, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { opened } from "../lesson/course.ts";
import { speakersKey, type SpeakersKeys } from "../lesson/keys.ts";
import { aboutPanel, along, back, end, forward, seen, toEnd } from "../lesson/present.ts";
import { wordsOf, type Words } from "../lesson/strings.ts";
import { store, strings } from "../state/page.ts";
import { qr } from "../state/qr.ts";
import { load, save } from "../state/saved.ts";
import { Watch } from "../state/watch.ts";
import { icon, Light } from "./base.ts";

type Over = "nothing" | "blank" | "code" | "keys";

@customElement("sl-presenter")
export class SlPresenter extends Light {
  readonly #watch = new Watch(this, ({ looks, lesson, veil, text, place, shown }) => [looks.presenting, lesson, veil, looks.tab, text, place.target, shown] as const);
  /** What stands over everything. */
  @state() private over: Over = "nothing";
  /** The speaker's choice between the picture and the panel, of the scene that is shown. */
  @state() private panel: boolean | undefined;
  #scene = "";
  #presented = false;

  readonly #keys: SpeakersKeys = {
    ArrowRight: forward, PageDown: forward, " ": forward, ArrowLeft: back, PageUp: back,
    ArrowDown: () => {
      along(1);
    },
    ArrowUp: () => {
      along(-1);
    },
    Home: () => {
      toEnd(false);
    },
    End: () => {
      toEnd(true);
    },
    b: this.#shows("blank"), ".": this.#shows("blank"), q: this.#shows("code"), "?": this.#shows("keys"),
    v: () => {
      this.panel = !this.#isPanel;
    },
    p: end, Escape: end,
  };

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("keydown", this.#key, { capture: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("keydown", this.#key, { capture: true });
  }

  protected override willUpdate(): void {
    const now = opened();
    const scene = `${String(now?.scene)} ${String(this.#watch.now[2] === undefined)}`;
    if (scene === this.#scene) return;
    this.#scene = scene;
    this.panel = undefined;
  }

  protected override render(): TemplateResult | typeof nothing {
    const [presenting] = this.#watch.now;
    if (!presenting) return nothing;
    const lang = opened()?.lesson.lang ?? "en";
    const words = wordsOf(lang);
    return html`<div class="presenter" lang=${lang} role="region" aria-label=${words.presenter.title}><h1 class="unseen">${opened()?.lesson.title ?? strings.name}</h1>${this.#code(words)}</div>
      ${this.#large(words, lang)} ${this.#list(words, lang)}
      ${this.over === "blank" ? html`<button type="button" class="presenter-blank" aria-label=${words.presenter.blanked} @click=${this.#shows("blank")}></button>` : nothing}`;
  }

  protected override updated(): void {
    const [presenting] = this.#watch.now;
    document.documentElement.classList.toggle("presenting-panel", presenting && this.#isPanel);
    for (const dialog of this.querySelectorAll("dialog")) {
      const open = dialog.dataset["over"] === this.over;
      if (dialog.open === open) continue;
      if (open) dialog.showModal();
      else dialog.close();
    }
    // The button that began it is not on the screen any more.
    if (presenting && !this.#presented) this.querySelector<HTMLElement>(".presenter-forward")?.focus();
    if (!presenting) this.over = "nothing";
    this.#presented = presenting;
  }

  get #isPanel(): boolean {
    return this.panel ?? aboutPanel();
  }

  #code(words: Words): TemplateResult {
    const { address, short, fits } = seen();
    return html`${fits ? codeOf(address, words.presenter.code) : nothing}
      <div class="presenter-code">${this.#buttons(words)}
        ${fits ? html`<p>${words.presenter.address}<br /><span class="mono" data-testid="short-address">${breakable(short)}</span></p>` : html`<p>${words.presenter.noCode}</p>`}</div>`;
  }

  #buttons({ presenter: words }: Words): TemplateResult {
    const one = (label: string, press: () => void, inside: TemplateResult | ReturnType<typeof icon>, name = ""): TemplateResult => html`<button type="button" class="plain ${name}" aria-label=${label} title=${label} @click=${(event: MouseEvent) => {
      // A click leaves no focus behind, so that the space bar goes on.
      if (event.detail > 0 && event.currentTarget instanceof HTMLElement) event.currentTarget.blur();
      press();
    }}>${inside}</button>`;
    return html`<div class="presenter-buttons">
      ${one(words.back, back, icon("back"))} ${one(words.forward, forward, icon("forward"), "presenter-forward")}
      ${one(words.view, () => {
        this.panel = !this.#isPanel;
      }, html`V`)} ${one(words.code, this.#shows("code"), html`QR`)} ${one(words.blank, this.#shows("blank"), html`B`)} ${one(words.keys, this.#shows("keys"), html`?`)} ${one(words.end, end, icon("close"))}
    </div>`;
  }

  #large({ presenter: words }: Words, lang: string): TemplateResult {
    const { address, short, fits } = seen();
    return html`<dialog class="presenter-large" data-over="code" lang=${lang} aria-label=${words.code} @close=${this.#closes("code")} @click=${this.#shows("code")}>
      ${this.over === "code" ? html`${fits ? codeOf(address, words.code) : html`<p>${words.noCode}</p>`}<p class="mono">${breakable(short)}</p><button type="button" class="plain">${words.codeClose}</button>` : nothing}</dialog>`;
  }

  #list({ presenter: words }: Words, lang: string): TemplateResult {
    return html`<dialog class="presenter-keys" data-over="keys" lang=${lang} aria-labelledby="presenter-keys-title" @close=${this.#closes("keys")}>
      <div class="dialog-head"><h2 id="presenter-keys-title">${words.keys}</h2><button type="button" class="quiet" aria-label=${words.keys} @click=${this.#shows("keys")}>${icon("close")}</button></div>
      <dl>${words.list.map(([keys, what]) => html`<div><dt><kbd>${keys}</kbd></dt><dd>${what}</dd></div>`)}</dl>
      <label><input type="checkbox" .checked=${load().letters !== false} @change=${(event: Event) => {
        if (event.target instanceof HTMLInputElement) save({ letters: event.target.checked });
      }} /> ${words.letters}</label></dialog>`;
  }

  /** Lays something over everything, or takes it away. */
  #shows(over: Over): () => void {
    return () => {
      this.over = this.over === over ? "nothing" : over;
    };
  }

  /** A dialog was closed by the browser's own ways. */
  #closes(over: Over): () => void {
    return () => {
      if (this.over === over) this.over = "nothing";
    };
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (!store.state.looks.presenting) return;
    // What the browser has closed it tells a moment later.
    if (this.querySelector<HTMLDialogElement>(`dialog[data-over="${this.over}"]`)?.open === false) this.over = "nothing";
    if (this.over === "blank") {
      event.preventDefault();
      event.stopPropagation();
      this.over = "nothing";
    } else if (this.over === "nothing") speakersKey(event, this.#keys);
    else if ((event.key === "q" && this.over === "code") || (event.key === "?" && this.over === "keys")) this.over = "nothing";
  };
}

/** An address breaks between its parts. */
function breakable(address: string): TemplateResult[] {
  return address.split(/(?=[#&])/u).map((part) => html`${part}<wbr />`);
}

/** Black on white in every theme: readers want it so. */
function codeOf(address: string, label: string): TemplateResult | typeof nothing {
  const code = qr(address);
  if (code === undefined) return nothing;
  return html`<svg class="qr" viewBox="0 0 ${code.size} ${code.size}" role="img" aria-label=${label} shape-rendering="crispEdges">${svg`<rect width=${code.size} height=${code.size} fill="#ffffff"/><path d=${code.path} fill="#000000"/>`}</svg>`;
}
