// What the editors share: the way out by keyboard, a list of choices that can be reached, and what came from the page.
import { Annotation, type EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/** Marks what the page put into a text, so that it is not told to the page again. */
export const fromPage = Annotation.define<true>();
/** Behind Escape the next Tab leaves the editor, until another key is pressed. */
const LEAVING_MS = 600_000;

/** When Tab would leave already, Escape goes on to what the editor stands in. */
const leaving = new WeakMap<EditorView, EditorState>();

export function leave(view: EditorView): boolean {
  if (leaving.get(view) === view.state) return false;
  leaving.set(view, view.state);
  view.setTabFocusMode(LEAVING_MS);
  return true;
}

/** The list of choices scrolls, and what scrolls can be reached by itself, though the editor walks it with the arrows. */
export const reachable = EditorView.updateListener.of(({ view }) => {
  view.dom.querySelector(".cm-tooltip-autocomplete > ul:not([tabindex])")?.setAttribute("tabindex", "0");
});
