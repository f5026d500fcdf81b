// The address bar: a link is read from it, and what the reader sees is written to it, seldom and never in a frame.
import type { Service } from "../core/service.ts";
import type { LinkPlace, Opened } from "../core/types.ts";
import { sceneLink } from "./lesson-link.ts";
import type { State } from "./model.ts";
import { framed } from "./saved.ts";
import type { Store } from "./store.ts";

/** Safari throws after 100 changes in 10 seconds; one a second is far from that. */
const WRITE_EVERY_MS = 1000;

/** The address of all examples. */
const EXAMPLES = "#presets";

export class Address {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wrote = location.hash;

  constructor(
    private readonly store: Store,
    private readonly core: Service,
  ) {}

  /** What the address bar holds now. */
  read(): Opened {
    this.#wrote = location.hash;
    if (this.browses) return { kind: "nothing", place: { embed: false } };
    return this.core.openLink(location.hash, location.search);
  }

  /** Whether it asks for all examples. */
  get browses(): boolean {
    return location.hash === EXAMPLES;
  }

  /** Calls back when the reader went to another address; our own writing does not count. */
  onTravel(callback: () => void): void {
    const heard = (): void => {
      if (location.hash === this.#wrote) return;
      clearTimeout(this.#timer);
      this.#timer = undefined;
      callback();
    };
    window.addEventListener("popstate", heard);
    window.addEventListener("hashchange", heard);
  }

  /** Writes what is shown, a second from now at the latest. */
  follow(): void {
    if (framed || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.settle();
    }, WRITE_EVERY_MS);
  }

  /** Writes now what waits to be written: the page is about to be opened again. */
  settle(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#write("replaceState");
  }

  /** A new entry in the browser's history: another preset was picked. */
  push(): void {
    if (framed) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // The place belongs to the scenario before: the new one opens where scenarios open.
    this.#write("pushState", { embed: false });
  }

  /** The link to a state, without the page's own address. */
  link(state: State, change: Partial<LinkPlace> = {}): string {
    if (state.text === undefined) return "";
    return this.core.makeLink(state.text, { embed: false, ...placeOf(state), ...change });
  }

  /** The page's own address without what follows # or ?. */
  get page(): string {
    return location.href.replace(/[?#].*$/u, "");
  }

  /** The page itself with what a frame shows. */
  open(state: State): string {
    try {
      return this.page + this.link(state);
    } catch {
      return this.page;
    }
  }

  #write(how: "replaceState" | "pushState", place?: LinkPlace): void {
    const { state } = this.store;
    const { browsing } = state.looks;
    if (state.text === undefined || (state.viewing && !browsing)) return;
    let link: string;
    try {
      link = browsing ? EXAMPLES : (sceneLink(state, place !== undefined) ?? (place === undefined ? this.link(state) : this.core.makeLink(state.text, place)));
    } catch {
      return; // A text too long for a link stays out of the address bar.
    }
    if (link === location.hash) return;
    // What is touched in a scene has an address of its own, and its entry still knows the scene.
    history[how](state.lesson?.kind === "open" ? state.lesson.at.link : null, "", `${location.pathname}${link}`);
    this.#wrote = location.hash;
  }
}

/** The place as a link says it: what is usual is left out. */
function placeOf({ place, looks, shown, migration, incident }: State): Partial<LinkPlace> {
  const usual = Math.min(1, Math.max(0, (shown?.info.phases.length ?? 1) - 1));
  return {
    ...(place.target === usual ? {} : { step: place.target }),
    ...(looks.tab === "compare" ? {} : { view: looks.tab }),
    ...(looks.tab === "migration" && !migration.playing && migration.at > 0 ? { at_s: migration.at } : {}),
    ...(looks.tab === "incident" && !incident.playing && incident.at > 0 ? { at_s: incident.at } : {}),
  };
}
