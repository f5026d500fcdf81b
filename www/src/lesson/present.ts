// Presenter mode: large, with what the room needs; the speaker goes on, back, along the timeline, and ends it.
import { sceneLink } from "../state/lesson-link.ts";
import type { State } from "../state/model.ts";
import { address, look, playback, store } from "../state/page.ts";
import { answer, go, keptAgain, next, opened, previous, sceneOf, unanswered } from "./course.ts";

/** Longer addresses make codes that nobody reads from the last row. */
const CODE_MAX = 250;

export function present(): void {
  if (store.state.looks.presenting) {
    end();
    return;
  }
  look({ presenting: true, drawer: false });
  document.documentElement.classList.add("presenting");
  unanswered();
  document.addEventListener("fullscreenchange", onFullscreen);
  // Where it is refused or unknown, the window has to do.
  if (document.fullscreenEnabled) document.documentElement.requestFullscreen({ navigationUI: "hide" }).then(leaveIfEnded, () => undefined);
}

export function end(): void {
  if (!store.state.looks.presenting) return;
  document.removeEventListener("fullscreenchange", onFullscreen);
  look({ presenting: false });
  document.documentElement.classList.remove("presenting");
  keptAgain();
  leaveIfEnded();
}

/** Full screen may come only after it was ended. */
function leaveIfEnded(): void {
  if (!store.state.looks.presenting && document.fullscreenElement !== null) document.exitFullscreen().catch(() => undefined);
}

/** In full screen the browser keeps Escape for itself. */
function onFullscreen(): void {
  if (document.fullscreenElement === null) end();
}

/** The answer, where it waits; then the next scene. Without a lesson, the next step. */
export function forward(): void {
  const now = opened();
  if (now === undefined) playback.go(store.state.place.target + 1);
  else if (store.state.veil !== undefined) answer({ kind: "skipped" });
  else next();
}

export function back(): void {
  if (opened() === undefined) playback.go(store.state.place.target - 1);
  else previous();
}

export function along(steps: number): void {
  playback.go(store.state.place.target + steps);
}

/** The first scene, or the last one; without a lesson, the ends of the timeline. */
export function toEnd(last: boolean): void {
  const now = opened();
  if (now === undefined) playback.go(last ? playback.last : 0);
  else go(last ? now.lesson.scenes.length - 1 : 0);
}

/** Whether the open scene is about a panel, which may be seen. */
export function aboutPanel(): boolean {
  const now = opened();
  return now === undefined ? store.state.looks.tab !== "compare" : store.state.veil === undefined && sceneOf(now).place.panel !== undefined;
}

/** The address of what the room sees, and whether it makes a code that can be read from afar. */
export function seen(): { readonly address: string; readonly short: string; readonly fits: boolean } {
  const { state } = store;
  const link = sceneLink(state) ?? linkOr(state);
  const whole = address.page + link;
  return { address: whole, short: whole.replace(/^https?:\/\//u, ""), fits: link !== "" && whole.length <= CODE_MAX };
}

function linkOr(state: State): string {
  try {
    return address.link(state);
  } catch {
    return ""; // A text too long for a link.
  }
}
