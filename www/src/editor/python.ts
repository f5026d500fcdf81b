// Starlark for the eye, in Python's clothes: words of the language, texts, numbers, comments, what is defined, line by line.
import { HighlightStyle, indentService, indentUnit, StreamLanguage, syntaxHighlighting, type StreamParser } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { tags } from "@lezer/highlight";
import { long } from "./texts.ts";

interface Reading {
  /** The quotes that close a text of several lines; empty outside of one. */
  quotes: string;
  /** The word before was `def`: a name follows. */
  defines: boolean;
}

const WORDS = new Set(["and", "break", "continue", "def", "elif", "else", "for", "if", "in", "lambda", "load", "not", "or", "pass", "return"]);
const VALUES = new Set(["True", "False", "None"]);
/** A line that ends with a colon is followed by deeper ones. */
const OPENS = /:\s*(?:#.*)?$/u;

const parser: StreamParser<Reading> = {
  name: "starlark",
  startState: () => ({ quotes: "", defines: false }),
  token(stream, state) {
    if (state.quotes !== "") return long(stream, state);
    if (stream.eatSpace()) return null;
    if (stream.match(/^#.*/u) !== null) return "comment";
    const quotes = stream.match(/^(?:"""|''')/u);
    if (Array.isArray(quotes)) {
      state.quotes = quotes[0];
      return long(stream, state);
    }
    if (stream.match(/^"(?:[^"\\]|\\.)*"?/u) !== null || stream.match(/^'(?:[^'\\]|\\.)*'?/u) !== null) return "string";
    if (stream.match(/^(?:0[xob][\da-f]+|\d[\d_]*(?:\.\d*)?(?:e[+-]?\d+)?)/iu) !== null) return "number";
    const word = stream.match(/^[\p{L}_][\p{L}\p{N}_]*/u);
    if (!Array.isArray(word)) {
      stream.next();
      return "punctuation";
    }
    const { defines } = state;
    state.defines = word[0] === "def";
    if (defines) return "definition";
    return VALUES.has(word[0]) ? "bool" : WORDS.has(word[0]) ? "keyword" : "name";
  },
  tokenTable: { definition: tags.definition(tags.variableName), name: tags.variableName },
  languageData: { commentTokens: { line: "#" } },
};

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "650" },
  { tag: tags.definition(tags.variableName), color: "var(--ink)", fontWeight: "650" },
  { tag: tags.variableName, color: "var(--ink)" },
  { tag: [tags.string, tags.number, tags.bool], color: "var(--accent)" },
  { tag: [tags.comment, tags.punctuation], color: "var(--ink-soft)" },
]);

/** A line is as deep as the one before it, and deeper behind a colon. */
const deeper = indentService.of((context, at) => {
  const { text } = context.lineAt(at, -1);
  const depth = /^\s*/u.exec(text)?.[0].length ?? 0;
  return OPENS.test(text) ? depth + context.unit : depth;
});

export const python: Extension = [deeper, StreamLanguage.define(parser), syntaxHighlighting(colours), indentUnit.of("    ")];
