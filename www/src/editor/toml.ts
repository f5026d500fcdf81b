// TOML for the eye: headers, names, texts, numbers and comments, line by line.
import { HighlightStyle, StreamLanguage, syntaxHighlighting, type StreamParser } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { tags } from "@lezer/highlight";
import { long } from "./texts.ts";

interface Reading {
  /** The quotes that close a text of several lines; empty outside of one. */
  quotes: string;
  /** Lists and tables that are open. */
  depth: number;
}

const parser: StreamParser<Reading> = {
  name: "toml",
  startState: () => ({ quotes: "", depth: 0 }),
  token(stream, state) {
    if (state.quotes !== "") return long(stream, state);
    const first = stream.sol();
    if (stream.eatSpace() && !first) return null;
    if (stream.match(/^#.*/u) !== null) return "comment";
    if (first && state.depth === 0 && stream.match(/^\[\[?[^\]#]*\]{0,2}/u) !== null) return "heading";
    const quotes = stream.match(/^("""|''')/u);
    if (Array.isArray(quotes)) {
      state.quotes = quotes[0];
      return long(stream, state);
    }
    if (stream.match(/^"(?:[^"\\]|\\.)*"?/u) !== null || stream.match(/^'[^']*'?/u) !== null) return isName(stream) ? "propertyName" : "string";
    if (stream.match(/^[[{]/u) !== null) {
      state.depth += 1;
      return "punctuation";
    }
    if (stream.match(/^[\]}]/u) !== null) {
      state.depth = Math.max(0, state.depth - 1);
      return "punctuation";
    }
    const word = stream.match(/^[^\s=,[\]{}#"']+/u);
    if (!Array.isArray(word)) {
      stream.next();
      return "punctuation";
    }
    if (isName(stream)) return "propertyName";
    return /^(?:true|false)$/u.test(word[0]) ? "bool" : "number";
  },
  languageData: { commentTokens: { line: "#" } },
};

type Stream = Parameters<StreamParser<Reading>["token"]>[0];

/** Whether an equals sign follows. */
function isName(stream: Stream): boolean {
  return stream.match(/^\s*=/u, false) !== null;
}

const colours = HighlightStyle.define([
  { tag: tags.heading, color: "var(--ink)", fontWeight: "650" },
  { tag: tags.propertyName, color: "var(--ink)" },
  { tag: [tags.string, tags.number, tags.bool], color: "var(--accent)" },
  { tag: [tags.comment, tags.punctuation], color: "var(--ink-soft)" },
]);

export const toml: Extension = [StreamLanguage.define(parser), syntaxHighlighting(colours)];
