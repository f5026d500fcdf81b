// The editors of the scenario's text and of a learner's code: a script of its own, loaded when the text is first looked at.
import { completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap } from "@codemirror/commands";
import { setDiagnostics, type Diagnostic as Mark } from "@codemirror/lint";
import { EditorSelection, EditorState, type Extension } from "@codemirror/state";
import { EditorView, keymap, type KeyBinding } from "@codemirror/view";
import type { Diagnostic } from "../core/types.ts";
import { createCode } from "../editor/code.ts";
import { plain, plainPlace, type Editor, type EditorHost } from "../editor/contract.ts";
import { changes } from "../editor/diff.ts";
import { help } from "../editor/help.ts";
import { field, fromPage, moves } from "../editor/keys.ts";
import { look } from "../editor/look.ts";
import { toml } from "../editor/toml.ts";

const INDENT = 2;

function create(root: ShadowRoot, text: string, host: EditorHost): Editor {
  const view = new EditorView({ root, parent: root, state: EditorState.create({ doc: plain(text), extensions: extensions(host) }) });
  return {
    get text(): string {
      return view.state.doc.toString();
    },
    get selected(): readonly [number, number] {
      const { from, to } = view.state.selection.main;
      return [from, to];
    },
    show(now, problems) {
      put(view, plain(now));
      view.dispatch(setDiagnostics(view.state, problems.map((problem) => mark(problem, now, view.state.doc.length, host))));
    },
    select(from, to) {
      const end = view.state.doc.length;
      view.dispatch({ selection: EditorSelection.range(Math.min(from, end), Math.min(to, end)), effects: EditorView.scrollIntoView(Math.min(from, end), { y: "center" }) });
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

/** Puts a text in by its changes. The cursor stays by its words; with the focus here it was undone here, and is shown. */
function put(view: EditorView, text: string): void {
  const found = changes(view.state.doc.toString(), text);
  const first = found[0];
  if (first === undefined) return;
  view.dispatch({
    changes: found,
    annotations: fromPage.of(true),
    ...(view.hasFocus ? { selection: { anchor: first.from + first.insert.length }, scrollIntoView: true } : {}),
  });
}

/** A problem as the editor marks it, with its sure remedy. */
function mark(problem: Diagnostic, text: string, length: number, host: EditorHost): Mark {
  const place = (at: number): number => Math.min(length, plainPlace(text, at));
  const { severity, message, remedy, fix } = problem;
  const actions = fix === undefined ? [] : [{ name: host.words.mend(fix.insert), apply: () => {
    host.onMend(problem);
  } }];
  return { from: place(problem.start), to: place(problem.end), severity: severity === "error" ? "error" : "info", message: remedy === "" ? message : `${message} (${remedy})`, actions };
}

function extensions(host: EditorHost): Extension {
  return [
    field(host, INDENT),
    EditorView.lineWrapping,
    toml,
    look,
    help(host),
    keymap.of([...completionKeymap, ...keys(host), ...defaultKeymap]),
  ];
}

/** Undo is the page's own: its history is one of texts, and the keys go on to it. */
function keys(host: EditorHost): KeyBinding[] {
  return [
    ...moves(INDENT),
    { key: "Shift-Alt-f", run: () => {
      host.onFormat();
      return true;
    } },
  ];
}


window.shardlabEditor = create;
window.shardlabCodeEditor = createCode;
