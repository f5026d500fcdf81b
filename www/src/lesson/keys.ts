// Keys: the arrows of a lesson where nothing else wants them, and the speaker's keys when presenting.
import { load } from "../state/saved.ts";
import { store } from "../state/page.ts";
import { next, opened, previous } from "./course.ts";

/** What has keys of its own. */
const OWN = 'input, select, textarea, [role="application"], [role="slider"], [role="tablist"], [role="radiogroup"], [role="menu"], sl-text, sl-code, dialog';
const PRESSED = "button, a, summary";

/** What a speaker's key does, by the key; those of one letter can be switched off. */
export type SpeakersKeys = Readonly<Record<string, () => void>>;

function plain({ ctrlKey, metaKey, altKey, defaultPrevented }: KeyboardEvent): boolean {
  return !ctrlKey && !metaKey && !altKey && !defaultPrevented;
}

function within(event: KeyboardEvent, what: string): boolean {
  return event.target instanceof Element && event.target.closest(what) !== null;
}

/** Forward and back by the arrows, beside what has arrows itself. */
export function lessonKeys(event: KeyboardEvent): void {
  if (opened() === undefined || store.state.looks.presenting || !plain(event) || event.shiftKey || within(event, OWN)) return;
  const act = { ArrowRight: next, ArrowLeft: previous }[event.key];
  if (act === undefined) return;
  event.preventDefault();
  act();
}

/** Carries out a speaker's key, before anything else on the page hears of it. */
export function speakersKey(event: KeyboardEvent, keys: SpeakersKeys): void {
  if (!plain(event) || mayWant(event)) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const act = keys[key];
  if (act === undefined || (/^[^ ]$/u.test(key) && load().letters === false)) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

/** Whether the key belongs to what has the focus: what a speaker clicked has it too, but was not walked to. */
function mayWant(event: KeyboardEvent): boolean {
  if (!(event.target instanceof Element) || !event.target.matches(":focus-visible")) return false;
  return within(event, OWN) || ((event.key === " " || event.key === "Enter") && within(event, PRESSED));
}
