// The learner's answers and language, kept in this browser under one key where it can be. What lies there is read as anybody's.
import { framed } from "../state/saved.ts";
import type { Answer, Found, Said } from "./model.ts";

const KEY = "shardlab-lessons";

interface Kept {
  /** By lesson and scene. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, Answer>>>>;
  /** The scene that was open last, by lesson. */
  readonly scenes: Readonly<Record<string, string>>;
  readonly lang: string | undefined;
}

export function load(): Kept {
  if (framed) return { answers: {}, scenes: {}, lang: undefined };
  try {
    const found = recordOf(JSON.parse(localStorage.getItem(KEY) ?? "{}"));
    const lang = found["lang"];
    return { answers: each(found["answers"], (scenes) => each(scenes, answerOf)), scenes: each(found["scenes"], textOf), lang: textOf(lang) };
  } catch {
    return { answers: {}, scenes: {}, lang: undefined };
  }
}

export function save(change: Partial<Kept>): void {
  if (framed) return;
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...load(), ...change }));
  } catch {
    // Refused or full: the lesson works without.
  }
}

/** The answers of a lesson. */
export function answersOf(lesson: string): Readonly<Record<string, Answer>> {
  return load().answers[lesson] ?? {};
}

export function saveAnswers(lesson: string, answers: Readonly<Record<string, Answer>>): void {
  save({ answers: { ...load().answers, [lesson]: answers } });
}

export function saveScene(lesson: string, scene: string): void {
  save({ scenes: { ...load().scenes, [lesson]: scene } });
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** What can be read of a record's values. */
function each<T>(value: unknown, read: (value: unknown) => T | undefined): Readonly<Record<string, T>> {
  const all = Object.entries(recordOf(value)).flatMap(([name, one]) => {
    const found = read(one);
    return found === undefined ? [] : [[name, found] as const];
  });
  return Object.fromEntries(all);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

function answerOf(value: unknown): Answer | undefined {
  const { said, found } = recordOf(value);
  const read = saidOf(recordOf(said));
  return read === undefined ? undefined : { said: read, found: foundOf(recordOf(found)) };
}

function saidOf({ kind, number, option, degrees }: Readonly<Record<string, unknown>>): Said | undefined {
  const [figure, chosen, marked] = [numberOf(number), numberOf(option), numberOf(degrees)];
  if (kind === "number" && figure !== undefined) return { kind, number: figure };
  if (kind === "choice" && chosen !== undefined) return { kind, option: chosen };
  if (kind === "mark" && marked !== undefined) return { kind, degrees: marked };
  return kind === "skipped" ? { kind } : undefined;
}

function foundOf({ kind, number, keys, all, word, before, after }: Readonly<Record<string, unknown>>): Found | undefined {
  const [figure, moved, every] = [numberOf(number), numberOf(keys), numberOf(all)];
  if (kind === "number" && figure !== undefined && moved !== undefined && every !== undefined) return { kind, number: figure, keys: moved, all: every };
  const [one, was, is] = [textOf(word), textOf(before), textOf(after)];
  if (kind === "word" && one !== undefined) return { kind, word: one };
  return kind === "owners" && was !== undefined && is !== undefined ? { kind, before: was, after: is } : undefined;
}
