// What the editor of code offers while one types: names that begin as the word does, and only where the word is none of them yet.
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";

/** A word is offered something from so many letters on. */
const LETTERS_MIN = 2;
const OWN_MIN = 3;

/** Names that are given to the code: `hash(text)` and `node.name, node.weight` are entries of the table that the page shows. */
export function offers(given: readonly (readonly [string, string])[]): (context: CompletionContext) => CompletionResult | null {
  const all = given.flatMap(([entry, about]) => names(entry).map((name): Completion & { readonly of: "node" | "code" } => ({ label: name, info: () => line(about), of: entry.includes(`.${name}`) ? "node" : "code" })));
  return (context) => {
    const word = context.matchBefore(/[\w.]*/u);
    const typed = /\w*$/u.exec(word?.text ?? "")?.[0] ?? "";
    const behindDot = word?.text.slice(0, -typed.length || undefined).endsWith(".") ?? false;
    if (!context.explicit && !behindDot && typed.length < LETTERS_MIN) return null;
    const known = all.filter(({ of }) => of === (behindDot ? "node" : "code"));
    const own = behindDot ? [] : ownNames(context.state.doc.toString(), context.pos).filter((name) => known.every(({ label }) => label !== name)).map((label): Completion => ({ label }));
    const options = [...known, ...own].filter(({ label }) => label.startsWith(typed));
    // A word that is whole already is left alone.
    if (options.length === 0 || options.some(({ label }) => label === typed)) return null;
    return { from: context.pos - typed.length, options, filter: false };
  };
}

/** The names that an entry of the table is about. */
function names(entry: string): string[] {
  if (entry.startsWith("def ")) return [/\w+/u.exec(entry.slice(4))?.[0] ?? ""];
  return entry.split(/,\s*(?![^(]*\))/u).flatMap((one) => /^(?:\w+\.)?(\w+)/u.exec(one)?.[1] ?? []);
}

/** Names that stand in the code, but for the one that is being typed. */
function ownNames(code: string, at: number): string[] {
  const elsewhere = `${code.slice(0, at).replace(/\w+$/u, "")} ${code.slice(at)}`.replace(/#.*|"[^"\n]*"|'[^'\n]*'/gu, " ");
  return [...new Set(elsewhere.match(/[A-Za-z_]\w*/gu) ?? [])].filter((name) => name.length >= OWN_MIN).sort();
}

function line(text: string): HTMLElement {
  const dom = document.createElement("div");
  dom.textContent = text;
  return dom;
}
