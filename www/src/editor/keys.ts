// What the editors share: the field itself, its indent, the way out by keyboard, a list of choices that can be reached.
import { acceptCompletion } from "@codemirror/autocomplete";
import { indentLess, indentMore } from "@codemirror/commands";
import { nextDiagnostic } from "@codemirror/lint";
import { Annotation, EditorState, type Extension } from "@codemirror/state";
import { EditorView, highlightActiveLineGutter, lineNumbers, type KeyBinding } from "@codemirror/view";
import type { CodeHost, EditorHost } from "./contract.ts";

/** Marks what the page put into a text, so that it is not told to the page again. */
export const fromPage = Annotation.define<true>();
/** Behind Escape the next Tab leaves the editor, until another key is pressed. */
const LEAVING_MS = 600_000;

/** When Tab would leave already, Escape goes on to what the editor stands in. */
const leaving = new WeakMap<EditorView, EditorState>();

function leave(view: EditorView): boolean {
  if (leaving.get(view) === view.state) return false;
  leaving.set(view, view.state);
  view.setTabFocusMode(LEAVING_MS);
  return true;
}

/** The list of choices scrolls, and what scrolls can be reached by itself, though the editor walks it with the arrows. */
export const reachable = EditorView.updateListener.of(({ view }) => {
  view.dom.querySelector(".cm-tooltip-autocomplete > ul:not([tabindex])")?.setAttribute("tabindex", "0");
});

/** A field with numbered lines that says its name and how it is left, and tells the page what is typed. */
export function field(host: EditorHost | CodeHost, indent: number): Extension {
  return [
    lineNumbers(),
    highlightActiveLineGutter(),
    EditorState.tabSize.of(indent),
    EditorState.phrases.of({ Completions: host.words.completions }),
    EditorView.contentAttributes.of({ tabindex: "0", "aria-label": host.words.label, "aria-description": host.words.leave, autocapitalize: "off", autocorrect: "off", spellcheck: "false" }),
    EditorView.updateListener.of((update) => {
      const typed = update.docChanged && !update.transactions.some((transaction) => transaction.annotation(fromPage) === true);
      if (typed) host.onText(update.state.doc.toString());
    }),
  ];
}

/** Tab takes a choice or indents, Escape and then Tab leaves, F8 goes to the next problem. */
export function moves(indent: number): KeyBinding[] {
  const blanks = " ".repeat(indent);
  const inwards = (view: EditorView): boolean => {
    if (!view.state.selection.main.empty) return indentMore(view);
    view.dispatch(view.state.update(view.state.replaceSelection(blanks), { userEvent: "input" }));
    return true;
  };
  return [
    { key: "Tab", run: (view) => acceptCompletion(view) || inwards(view), shift: indentLess },
    { key: "Escape", run: leave },
    { key: "F8", run: nextDiagnostic },
  ];
}
