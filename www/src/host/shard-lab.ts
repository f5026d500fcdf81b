// <shard-lab>, a figure in somebody's page: a poster until Start, then a frame of this site; heights and messages go between them.
import { told, type Asked, type FigureState } from "./contract.ts";
import { fragment, site, Wrong, type Written } from "./address.ts";
import { room } from "./room.ts";
import { words } from "./strings.ts";
import { sheet } from "./styles.ts";

/** The site's own address; read at once, while this script is the current one. */
const SCRIPT = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : "";

const HEIGHT_LEAST = 100;
const HEIGHT_MOST = 4000;
/** With the site's own origin figures of one page share what was compiled; the page around is another origin, or trusts this script anyway. */
const SANDBOX = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-downloads";

/** The place of the frame. */
const FIGURE = "figure";

const POSTER: FigureState = { core: "poster", run: "idle", title: "", step: 0, steps: 0, playing: false };

export class ShardLab extends HTMLElement {
  static readonly observedAttributes = ["scenario", "preset", "view", "step", "at", "theme", "height", "label", "site"];

  readonly #root = this.attachShadow({ mode: "open" });
  readonly #own = new CSSStyleSheet();
  readonly #slot = document.createElement("slot");
  #frame: HTMLIFrameElement | undefined;
  #state = POSTER;
  /** What the figure said that it needs, and what its poster took. */
  #needed = 0;
  #kept = 0;
  #width = 0;
  /** A frame later: a size that is changed while sizes are told is an error of the page. */
  readonly #resized = new ResizeObserver(() => {
    requestAnimationFrame(() => {
      if (this.clientWidth === this.#width || !this.isConnected) return;
      this.#kept = 0;
      this.#size();
    });
  });
  /** What was said before the figure could hear. */
  #waiting: Asked[] = [];
  /** Those who asked for the state with its link. */
  #askers: ((state: FigureState) => void)[] = [];

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [sheet, this.#own];
    this.#slot.addEventListener("slotchange", this.#look);
  }

  connectedCallback(): void {
    window.addEventListener("message", this.#hear);
    this.#poster();
    this.#resized.observe(this);
  }

  disconnectedCallback(): void {
    this.#resized.disconnect();
    window.removeEventListener("message", this.#hear);
    this.#end();
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (!this.isConnected || before === now) return;
    if (name === "height") this.#size();
    else if (this.#frame === undefined) this.#poster();
    else if (name === "step" && now !== null) this.go(Number(now));
    else if (name === "theme") this.#say({ type: "theme", theme: now === "light" || now === "dark" ? now : "system" });
    else if (name === "label") this.#frame.title = this.#label;
    else this.#poster();
  }

  /** Whether the figure was started. */
  get started(): boolean {
    return this.#frame !== undefined;
  }

  /** Loads the figure and shows it, as a press of Start does. */
  start(): void {
    if (this.#frame !== undefined || !this.isConnected) return;
    try {
      this.#open(site(this.getAttribute("site") ?? SCRIPT) + fragment(this.#written()));
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      this.#fail(error.message);
    }
  }

  /** Goes to a place of the timeline. */
  go(step: number): void {
    this.start();
    this.#say({ type: "step", step });
  }

  /** Plays on from where the figure stands, or begins what waits to be run; code that came with it waits for the reader. */
  play(): void {
    this.start();
    this.#say({ type: "run" });
  }

  pause(): void {
    if (this.#frame !== undefined) this.#say({ type: "pause" });
  }

  /** Puts another scenario's text in. */
  load(text: string): void {
    this.start();
    this.#say({ type: "load", text });
  }

  /** How the figure is, with its link; of one that was not started, that. */
  state(): Promise<FigureState> {
    if (this.#frame === undefined) return Promise.resolve(this.#state);
    this.#say({ type: "state" });
    return new Promise((resolve) => {
      this.#askers.push(resolve);
    });
  }

  #written(): Written {
    const of = (name: string): string | undefined => this.getAttribute(name)?.trim();
    const text = this.querySelector(':scope > script[type="text/toml"]')?.textContent;
    return { preset: of("preset"), scenario: of("scenario"), text, view: of("view"), step: of("step"), at: of("at"), theme: of("theme") };
  }

  get #label(): string {
    return this.getAttribute("label") ?? words.figure;
  }

  #poster(): void {
    this.#end();
    const label = this.getAttribute("label");
    const start = made("button", words.start);
    start.part.add("start");
    if (label !== null) start.setAttribute("aria-label", words.startOf(label));
    start.type = "button";
    start.addEventListener("click", () => {
      this.start();
      this.#frame?.focus();
    });
    this.#show(this.#slot, made("p", label ?? words.what), start);
    this.#size();
    this.#look();
  }

  /** A poster shows what stands within; of that a scenario's text is nothing to look at. */
  readonly #look = (): void => {
    const seen = this.#slot.assignedNodes().some((node) => (node instanceof Element ? node.localName !== "script" : (node.textContent ?? "").trim() !== ""));
    this.#root.querySelector(".poster")?.classList.toggle("own", seen);
  };

  #fail(why: string): void {
    this.#end();
    const said = made("p", words.wrong(why));
    said.setAttribute("role", "alert");
    this.#show(said);
  }

  #show(...children: readonly Element[]): void {
    const poster = made("div", "");
    poster.className = "poster";
    poster.part.add("poster");
    poster.append(...children);
    this.#root.replaceChildren(poster);
  }

  #open(address: string): void {
    const frame = document.createElement("iframe");
    frame.title = this.#label;
    frame.setAttribute("sandbox", SANDBOX);
    frame.allow = "clipboard-write";
    frame.referrerPolicy = "no-referrer";
    // Among the element's own children: a frame in a shadow tree is none of the page's frames, which find each other.
    frame.slot = FIGURE;
    frame.src = address;
    this.#frame = frame;
    this.#kept = this.#root.querySelector<HTMLElement>(".poster")?.offsetHeight ?? 0;
    const place = document.createElement("slot");
    place.name = FIGURE;
    this.#root.replaceChildren(place);
    this.append(frame);
    this.#size();
  }

  #end(): void {
    this.#frame?.remove();
    this.#frame = undefined;
    this.#waiting = [];
    this.#state = POSTER;
    this.#needed = 0;
    this.#kept = 0;
    for (const answer of this.#askers.splice(0)) answer(POSTER);
  }

  /** The author's height stays; else a figure has the room that was kept for it, and more where it needs more. */
  #size(): void {
    const wanted = this.getAttribute("height");
    const height = wanted === null ? Math.min(HEIGHT_MOST, Math.max(HEIGHT_LEAST, this.#room, this.#kept, this.#needed)) : Number(wanted);
    if (height >= HEIGHT_LEAST && height <= HEIGHT_MOST) this.#own.replaceSync(`:host { --shard-lab-height: ${Math.round(height)}px; }`);
    else this.#fail(words.noHeight(wanted ?? ""));
  }

  get #room(): number {
    this.#width = this.clientWidth;
    return room(this.getAttribute("view") ?? /&view=([a-z]+)/u.exec(this.getAttribute("scenario") ?? "")?.[1], this.#width);
  }

  #say(message: Asked): void {
    if (this.#frame === undefined) return;
    if (hears(this.#state)) this.#frame.contentWindow?.postMessage(message, "*");
    else this.#waiting.push(message);
  }

  readonly #hear = (event: MessageEvent<unknown>): void => {
    if (this.#frame === undefined || event.source !== this.#frame.contentWindow) return;
    const said = told(event.data);
    if (said?.type === "height") {
      this.#needed = said.height;
      this.#size();
    } else if (said !== undefined) this.#heard(said.state);
  };

  #heard(state: FigureState): void {
    this.#state = state;
    if (state.link !== undefined) for (const answer of this.#askers.splice(0)) answer(state);
    if (hears(state)) for (const message of this.#waiting.splice(0)) this.#say(message);
    this.dispatchEvent(new CustomEvent("shardlab-state", { detail: state, bubbles: true, composed: true }));
  }
}

/** Whether a figure has begun as far as it will. */
function hears({ core }: FigureState): boolean {
  return core === "ready" || core === "failed";
}

function made<K extends keyof HTMLElementTagNameMap>(tag: K, text: string): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

// A page may name the script once a figure.
if (customElements.get("shard-lab") === undefined) customElements.define("shard-lab", ShardLab);
