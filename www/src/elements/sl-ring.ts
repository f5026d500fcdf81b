// The hero: the strategies side by side, the ring of the chosen one, and the line that names what is pointed at.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { SceneInfo } from "../core/types.ts";
import { count, short } from "../format.ts";
import { describeRing } from "../state/figures.ts";
import { chooseStrategy, store } from "../state/gateway.ts";
import { hasError, isStale, type Shown } from "../state/model.ts";
import { Ring } from "../state/ring.ts";
import { Watch } from "../state/watch.ts";
import { strings } from "../strings.ts";
import { arrowed, badge, icon, Light, valueOf } from "./base.ts";
import { Media } from "./media.ts";
import "./sl-mini.ts";
import "./sl-run.ts";

const words = strings.ring;
/** As many strategies stand side by side at their full size. */
const ROOMY = 3;
/** More than these are chosen from a list: a row of them would be neither seen nor scrolled with ease. */
const SIDE_BY_SIDE = 6;
/** So many letters of names are too many for a row, where there are more than four of them. */
const LETTERS = 56;
const LONG_NAMES = 4;

@customElement("sl-ring")
export class SlRing extends Light {
  readonly #watch = new Watch(this, (state) => [state.shown, state.place.target, state.place.strategy, state.checked, state.text, state.run.kind, state.codeWaits, state.veil] as const);
  readonly #ring = new Ring(this, () => this.querySelector<HTMLCanvasElement>(".ring-canvas"));

  readonly #touch = new Media(this, "(pointer: coarse)");

  protected override render(): TemplateResult {
    const [shown, target, , , , , , veil] = this.#watch.now;
    const broken = hasError(store.state) && shown !== undefined;
    const older = !broken && isStale(store.state) && this.#rests;
    return html`${this.#switcher()}
      <figure class="ring ${broken || older ? "stale" : ""} ${shown === undefined ? "waiting" : ""}">
        <div
          class="ring-stage"
          role="application"
          tabindex="0"
          aria-label=${words.label}
          aria-describedby="ring-caption"
          @keydown=${this.#key}
          @pointermove=${(event: PointerEvent) => {
            if (event.pointerType !== "touch") this.#ring.point(event);
          }}
          @pointerleave=${() => {
            this.#ring.leave();
          }}
          @click=${(event: MouseEvent) => {
            this.#ring.press(event);
            // A finger has no other way to see what it named.
            if (this.#touch.holds) void this.updateComplete.then(() => this.querySelector(".ring-name")?.scrollIntoView({ block: "nearest" }));
          }}
        >
          <canvas class="ring-canvas" aria-hidden="true"></canvas><sl-mark></sl-mark>
        </div>
        ${broken ? html`<p class="stale-label bad">${strings.run.stale}</p>` : older ? html`<p class="stale-label">${strings.run.older}</p>` : veil !== undefined && target >= veil.from ? html`<p class="stale-label" lang=${veil.lang}>${veil.words}</p>` : nothing}
        <sl-run></sl-run>
        <figcaption id="ring-caption" class="unseen" data-testid="ring-caption">${veil === undefined ? describeRing(store.state) : veil.words}</figcaption>
      </figure>
      <p class="ring-name" data-testid="ring-name" aria-live="polite">${this.#name()}</p>`;
  }

  /** Asked of the layout in the next frame, which makes one anyway. */
  protected override updated(): void {
    requestAnimationFrame(this.#showChosen);
  }

  /** The chosen strategy is in sight, however many there are. */
  readonly #showChosen = (): void => {
    const chosen = this.querySelector<HTMLElement>('.strategy[aria-checked="true"]');
    const row = this.querySelector<HTMLElement>(".switcher");
    if (chosen === null || row === null) return;
    const [from, to] = [chosen.offsetLeft, chosen.offsetLeft + chosen.offsetWidth];
    if (from < row.scrollLeft || to > row.scrollLeft + row.clientWidth) row.scrollLeft = from - (row.clientWidth - chosen.offsetWidth) / 2;
  };

  /** Whether the run of the newest text waits or failed, so that an older one stays on the screen. */
  get #rests(): boolean {
    const { kind } = store.state.run;
    return kind === "waiting" || kind === "failed" || store.state.codeWaits.length > 0;
  }

  #switcher(): TemplateResult {
    const { shown, place, veil } = store.state;
    const strategies = shown?.info.strategies ?? [];
    const letters = strategies.reduce((sum, { name }) => sum + name.length, 0);
    if (strategies.length > SIDE_BY_SIDE || (strategies.length > LONG_NAMES && letters > LETTERS)) return this.#chooser(strategies);
    return html`<div class="switcher ${strategies.length > ROOMY ? "many" : ""}" role="radiogroup" aria-label=${words.strategies} @keydown=${this.#switchKey}>
      ${strategies.map(({ name, description, moved }, index) => {
        const chosen = index === place.strategy;
        const keys = veil === undefined ? moved[place.target] : undefined;
        const figure = place.target === 0 || keys === undefined ? html`${words.movedNone}` : html`${short(keys)}<span class="unit"> ${words.movedUnit}</span>`;
        return html`<button
          type="button"
          role="radio"
          class="strategy"
          title=${description}
          aria-checked=${chosen}
          aria-label=${`${name}, ${place.target === 0 || keys === undefined ? "" : words.moved(count(keys))}`}
          tabindex=${chosen ? 0 : -1}
          @click=${() => {
            chooseStrategy(index);
          }}
        >
          <sl-mini .strategy=${index}></sl-mini>
          <span class="strategy-words"><span class="strategy-name">${name}</span><span class="strategy-moved">${figure}</span></span>
        </button>`;
      })}
    </div>`;
  }

  /** One of many: a list, and the ones before and after. */
  #chooser(strategies: SceneInfo["strategies"]): TemplateResult {
    const { place: { target, strategy }, veil } = store.state;
    const keys = veil === undefined ? strategies[strategy]?.moved[target] : undefined;
    const turn = (by: number, label: string): TemplateResult => html`<button type="button" class="quiet turn ${by < 0 ? "left" : "right"}" aria-label=${label} title=${label} @click=${() => {
      chooseStrategy((strategy + by + strategies.length) % strategies.length);
    }}>${icon("down")}</button>`;
    return html`<div class="switcher chooser" role="group" aria-label=${words.strategies}>
      ${turn(-1, words.before)}
      <sl-mini .strategy=${strategy}></sl-mini>
      <select aria-label=${words.strategies} @change=${(event: Event) => {
        chooseStrategy(Number(valueOf(event)));
      }}>${strategies.map(({ name }, index) => html`<option value=${index} .selected=${live(index === strategy)}>${name}</option>`)}</select>
      <span class="chooser-words"><span class="strategy-moved">${target === 0 || keys === undefined ? words.movedNone : words.moved(short(keys))}</span> <span class="muted">${words.place(count(strategy + 1), count(strategies.length))}</span></span>
      ${turn(1, words.after)}
    </div>`;
  }

  #name(): TemplateResult | typeof nothing {
    const { shown, place, veil } = store.state;
    if (shown === undefined || veil !== undefined) return nothing;
    const { named } = this.#ring;
    if (named === undefined) {
      const refused = shown.info.strategies[place.strategy]?.refused;
      if (refused !== undefined && refused.step <= place.target) return html`<span>${words.refused(refused.step, refused.why)}</span>`;
      return html`<span class="hint">${this.#hint(shown, place.target > 0)}</span>`;
    }
    const { node } = named;
    return html`${node === undefined ? nothing : badge(node.letter, node.colour)}
      ${named.code === "" ? nothing : html`<code>${named.code}</code>`} <span>${named.text}</span>
      ${this.#ring.pinned && node !== undefined && !isStale(store.state)
        ? html`<button type="button" class="link" @click=${() => {
            this.#ring.remove();
          }}>${words.remove(node.name)}</button>`
        : nothing}`;
  }

  /** What can be pointed at: more keys than are drawn one by one are bars. */
  #hint({ info }: Shown, moves: boolean): string {
    const touch = this.#touch.holds;
    if (info.sampled >= info.keys) return touch ? words.hintTouch : words.hint;
    return `${touch ? words.hintBarsTouch : words.hintBars} ${(moves ? words.barsMoved : words.bars)(count(info.keys))}`;
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (this.#ring.key(event)) event.preventDefault();
  };

  readonly #switchKey = (event: KeyboardEvent): void => {
    const { shown, place } = store.state;
    const to = arrowed(event, place.strategy, shown?.info.strategies.length ?? 0);
    if (to === undefined) return;
    chooseStrategy(to);
    this.querySelectorAll<HTMLElement>(".strategy")[to]?.focus();
  };
}
