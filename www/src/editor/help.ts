// Completion and explanations as the core gives them; nothing is listed here.
import { autocompletion, insertCompletionText, pickedCompletion, startCompletion, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import { hoverTooltip, type EditorView, type Tooltip } from "@codemirror/view";
import type { Completions } from "../core/types.ts";
import type { EditorHost } from "./contract.ts";
import { reachable } from "./keys.ts";

type Topic = Completions["topics"][number];

export function help(host: EditorHost): Extension {
  const source = (context: CompletionContext): CompletionResult | null => {
    const found = host.complete(context.state.doc.toString(), context.pos);
    // Without being asked for, the list opens only where a word has begun.
    if (found === undefined || (found.from === found.to && !context.explicit)) return null;
    // What stands behind the cursor goes with the choice, but what is sought is what stands before it.
    const rest = found.to - context.pos;
    return { from: found.from, options: found.topics.map((topic, index, all) => option(topic, 1 - index / all.length, rest)), validFor: /^["\w-]*$/u };
  };
  const hover = (view: EditorView, at: number): Tooltip | null => {
    const found = host.explain(view.state.doc.toString(), at);
    const topic = found?.topics[0];
    return found === undefined || topic === undefined ? null : { pos: found.from, end: found.to, above: true, create: () => ({ dom: card(topic) }) };
  };
  return [autocompletion({ interactionDelay: 0, override: [source], icons: false }), reachable, hoverTooltip(hover)];
}

/** A choice: `rank` from 1, the first, down to 0; the order is the core's where the letters fit alike. */
function option(topic: Topic, rank: number, rest: number): Completion {
  const apply = (view: EditorView, one: Completion, from: number, to: number): void => {
    choose(view, one, topic.insert, from, to + rest);
  };
  const completion: Completion = { label: topic.name, apply, boost: Math.round(198 * rank) - 99 };
  if (topic.detail !== "") completion.detail = topic.detail;
  if (topic.about !== "") completion.info = () => line(topic.about);
  return completion;
}

/** Writes a choice; where a value is to follow, its choices are shown at once. */
function choose(view: EditorView, one: Completion, insert: string, from: number, to: number): void {
  view.dispatch({ ...insertCompletionText(view.state, insert, from, to), annotations: pickedCompletion.of(one) });
  if (insert.endsWith("= ")) startCompletion(view);
}

function card({ name, detail, about }: Topic): HTMLElement {
  const dom = document.createElement("div");
  dom.className = "about";
  const code = document.createElement("code");
  code.textContent = name;
  dom.append(code);
  if (about !== "") dom.append(line(about));
  if (detail !== "") {
    const facts = line(detail);
    facts.className = "detail";
    dom.append(facts);
  }
  return dom;
}

function line(text: string): HTMLElement {
  const dom = document.createElement("div");
  dom.textContent = text;
  return dom;
}
