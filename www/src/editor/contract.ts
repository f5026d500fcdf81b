// What the page and its editor say to each other. The editor is a script of its own and shares nothing else with the page.
import type { CodeError, Completions, Diagnostic } from "../core/types.ts";

/** What the editor asks of the page. Places count UTF-16 units of a text whose lines end with line feeds. */
export interface EditorHost {
  readonly words: EditorWords;
  /** The reader typed. */
  onText(text: string): void;
  /** The reader took the sure remedy of a problem. */
  onMend(problem: Diagnostic): void;
  /** The reader wants the text laid out. */
  onFormat(): void;
  complete(text: string, at: number): Completions | undefined;
  explain(text: string, at: number): Completions | undefined;
}

export interface EditorWords {
  /** The name of the field, and how it is left by keyboard. */
  readonly label: string;
  readonly leave: string;
  readonly completions: string;
  /** What a sure remedy does: `Write "ring"`. */
  mend(insert: string): string;
}

/** An editor that stands on the page. */
export interface Editor {
  /** What stands in it. */
  readonly text: string;
  /** Puts a text in it by changes as small as can be, and marks its problems. */
  show(text: string, problems: readonly Diagnostic[]): void;
  /** Selects a part of the text and brings it into sight. */
  select(from: number, to: number): void;
  /** The selected part. */
  readonly selected: readonly [number, number];
  focus(): void;
  destroy(): void;
}

/** What the editor's script leaves behind: it makes an editor within a shadow root, whose styles need no inline sheet. */
export type CreateEditor = (root: ShadowRoot, text: string, host: EditorHost) => Editor;

/** What the editor of code asks of the page. */
export interface CodeHost {
  readonly words: Omit<EditorWords, "mend">;
  /** Names that are given to the code, each with what it does. */
  readonly given: readonly (readonly [string, string])[];
  onText(code: string): void;
  onRun(): void;
}

/** An editor of code that stands on the page. */
export interface CodeEditor {
  readonly text: string;
  /** Puts code in it by changes as small as can be, and marks what is wrong with it. */
  show(code: string, error: CodeError | undefined): void;
  /** Puts the cursor at a place, which counts from 1. */
  select(line: number, column: number): void;
  focus(): void;
  destroy(): void;
}

export type CreateCodeEditor = (root: ShadowRoot, code: string, host: CodeHost) => CodeEditor;

declare global {
  interface Window {
    shardlabEditor?: CreateEditor;
    shardlabCodeEditor?: CreateCodeEditor;
  }
}

/** Where a line and a column, which count characters from 1, are in a text that counts UTF-16 units from 0. */
export function placeOf(text: string, line: number, column: number): number {
  const lines = text.split("\n");
  const at = Math.max(0, Math.min(lines.length, line) - 1);
  const before = lines.slice(0, at).reduce((sum, one) => sum + one.length + 1, 0);
  return before + Array.from(lines[at] ?? "").slice(0, Math.max(0, column - 1)).join("").length;
}

/** A text as an editor has it. */
export function plain(text: string): string {
  return text.replace(/\r\n?/gu, "\n");
}

/** A place of a text as an editor has it: a carriage return before a line feed has no place there. */
export function plainPlace(text: string, at: number): number {
  return text.includes("\r\n") ? at - (text.slice(0, at).split("\r\n").length - 1) : at;
}
