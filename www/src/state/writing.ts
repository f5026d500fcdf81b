// What helps whoever writes the text: remedies, layout, what can stand at a place, what a word means.
import type { Completions, Diagnostic } from "../core/types.ts";
import { attempt, core, notify, setText, store, strings, withWhole } from "./page.ts";

/** Takes the sure remedy of a problem of the text, unless the text has changed since: an undo step of its own. */
export function mend(problem: Diagnostic): void {
  const { text, checked } = store.state;
  if (text === undefined || problem.fix === undefined || checked?.diagnostics.includes(problem) !== true) return;
  const { from, to, insert } = problem.fix;
  setText(text.slice(0, from) + insert + text.slice(to), "");
}

/** Lays the text out evenly. */
export function layOut(): void {
  withWhole(() => {
    const { text } = store.state;
    if (text === undefined) return;
    const { text: even, error } = attempt(() => core.format(text)) ?? {};
    if (error !== undefined) notify({ tone: "alert", text: strings.sentence(error), offers: ["dismiss"] });
    if (even !== undefined) setText(even, "");
  });
}

/** What can stand at a place of a text, while it is written. */
export function complete(text: string, at: number): Completions | undefined {
  return attempt(() => core.complete(text, at));
}

/** What the word at a place of a text means. */
export function explain(text: string, at: number): Completions | undefined {
  return attempt(() => core.explain(text, at));
}
