// The editor of a learner's code: as that of the scenario, with a history of its own, since the page's is one of scenarios.
import { autocompletion, closeCompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, insertNewlineAndIndent, isolateHistory, redo, undo } from "@codemirror/commands";
import { setDiagnostics, type Diagnostic as Mark } from "@codemirror/lint";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, keymap, type KeyBinding } from "@codemirror/view";
import type { CodeError } from "../core/types.ts";
import { placeOf, plain, type CodeEditor, type CodeHost } from "./contract.ts";
import { changes } from "./diff.ts";
import { field, fromPage, moves, reachable } from "./keys.ts";
import { look } from "./look.ts";
import { offers } from "./offer.ts";
import { python } from "./python.ts";

const INDENT = 4;

export function createCode(root: ShadowRoot, code: string, host: CodeHost): CodeEditor {
  const view = new EditorView({ root, parent: root, state: EditorState.create({ doc: plain(code), extensions: extensions(host) }) });
  return {
    get text(): string {
      return view.state.doc.toString();
    },
    show(now, error) {
      const found = changes(view.state.doc.toString(), plain(now));
      // An entry of the history by itself: starting again can be taken back.
      if (found.length > 0) view.dispatch({ changes: found, annotations: [fromPage.of(true), isolateHistory.of("full")] });
      view.dispatch(setDiagnostics(view.state, error === undefined ? [] : [mark(error, view.state.doc.toString())]));
    },
    select(line, column) {
      const at = placeOf(view.state.doc.toString(), line, column);
      view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
      view.focus();
    },
    focus() {
      view.focus();
    },
    destroy() {
      view.destroy();
    },
  };
}

function mark({ message, remedy, line, column, end_line, end_column }: CodeError, code: string): Mark {
  const from = placeOf(code, line, column);
  const to = Math.max(from, placeOf(code, end_line, end_column));
  return { from, to: to === from ? Math.min(code.length, from + 1) : to, severity: "error", message: remedy === "" ? message : `${message} (${remedy})` };
}

function extensions(host: CodeHost): Extension {
  return [
    field(host, INDENT),
    history(),
    python,
    look,
    // Enter writes a line unless an arrow has chosen: a learner who goes on typing is never corrected.
    autocompletion({ interactionDelay: 0, selectOnOpen: false, override: [offers(host.given)], icons: false }),
    reachable,
    keymap.of([...completionKeymap, ...keys(host), ...defaultKeymap]),
  ];
}

/** Run stands before the usual keys, which write a line there. Undo must not reach the page: its history is another. */
function keys(host: CodeHost): KeyBinding[] {
  const own = { preventDefault: true, stopPropagation: true };
  return [
    { key: "Mod-Enter", run: (view) => {
      closeCompletion(view);
      host.onRun();
      return true;
    } },
    { key: "Enter", run: insertNewlineAndIndent },
    ...moves(INDENT),
    { key: "Mod-z", run: undo, ...own },
    { key: "Mod-y", run: redo, ...own },
    { key: "Mod-Shift-z", run: redo, ...own },
  ];
}
