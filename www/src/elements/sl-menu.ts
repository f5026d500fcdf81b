// A button with a menu: presets, strategies to compare. Arrows walk, Escape and a press beside it close.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { icon, Light } from "./base.ts";

export interface MenuItem {
  readonly id: string;
  readonly title: string;
  readonly line: string;
  readonly chosen?: boolean;
  /** The heading that it stands under, where the items are in groups. */
  readonly group?: string;
}

@customElement("sl-menu")
export class SlMenu extends Light {
  @property({ attribute: false }) items: readonly MenuItem[] = [];
  @property() label = "";
  /** What a screen reader calls the button, in front of its label. */
  @property() what = "";
  @property({ type: Boolean }) plus = false;
  @property({ attribute: false }) onpick: (id: string) => void = () => undefined;
  @property({ type: Boolean }) disabled = false;
  @state() private open = false;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("pointerdown", this.#beside);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("pointerdown", this.#beside);
  }

  protected override render(): TemplateResult {
    return html`<button
        type="button"
        class=${this.plus ? "link" : "menu-button"}
        aria-haspopup="menu"
        aria-expanded=${this.open}
        aria-label=${this.what === "" ? nothing : `${this.what}: ${this.label}`}
        ?disabled=${this.disabled}
        @click=${this.#toggle}
        @keydown=${this.#buttonKey}
      >
        ${this.plus ? icon("plus") : nothing}<span class="menu-label">${this.label}</span>${this.plus ? nothing : icon("down")}
      </button>
      ${this.open ? html`<div class="menu" role="menu" aria-label=${this.what || this.label} @keydown=${this.#menuKey}>${this.items.map((item, index) => this.#item(item, this.items[index - 1]?.group ?? ""))}</div>` : nothing}`;
  }

  #item({ id, title, line, chosen, group = "" }: MenuItem, before: string): TemplateResult {
    return html`${group === before ? nothing : html`<div class="menu-group" role="presentation">${group}</div>`}<button
      type="button"
      role=${chosen === undefined ? "menuitem" : "menuitemradio"}
      aria-checked=${chosen ?? nothing}
      tabindex="-1"
      @click=${() => {
        this.#close();
        this.onpick(id);
      }}
    >
      <span class="menu-title">${title}</span><span class="menu-line">${line}</span>
    </button>`;
  }

  readonly #toggle = async (): Promise<void> => {
    this.open = !this.open;
    await this.updateComplete;
    if (this.open) (this.querySelector<HTMLElement>('[aria-checked="true"]') ?? this.#buttons[0])?.focus();
  };

  readonly #buttonKey = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowDown" || this.open) return;
    event.preventDefault();
    void this.#toggle();
  };

  readonly #menuKey = (event: KeyboardEvent): void => {
    const buttons = this.#buttons;
    const now = buttons.findIndex((button) => button === document.activeElement);
    const to = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Escape") {
      // Not also the dialog that this may stand in.
      event.stopPropagation();
      event.preventDefault();
      this.#close();
    } else if (event.key === "Tab") {
      this.open = false;
    } else if (to !== undefined) {
      event.preventDefault();
      buttons.at(to % buttons.length)?.focus();
    }
  };

  readonly #beside = (event: PointerEvent): void => {
    if (this.open && event.target instanceof Node && !this.contains(event.target)) this.open = false;
  };

  #close(): void {
    this.open = false;
    this.querySelector("button")?.focus();
  }

  get #buttons(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>(".menu button")];
  }
}
