// The reader's own work, kept in this browser under one key. Storage may be refused or full: then it is kept as long as the page.
// What another work would take the place of, of this page or of another tab, is put aside and not lost.

const KEY = "shardlab";
/** So much is put aside: the oldest goes. Browsers keep some five million letters in all. */
const EARLIER_MAX = 8;
const EARLIER_LETTERS_MAX = 1_000_000;

/** A scenario that the reader worked on before. */
export interface Work {
  readonly id: string;
  readonly text: string;
  /** It came from somebody else, and its code was not run yet. */
  readonly given: boolean;
  /** When it was put aside, in milliseconds since 1970. */
  readonly at: number;
}

interface Saved {
  readonly text?: string;
  /** Which work the text is; two tabs that go on with one part at the first edit. */
  readonly id?: string;
  readonly earlier?: readonly Work[];
  readonly theme?: string;
  /** The text came from somebody else, and its code was not run yet. */
  readonly given?: boolean;
  /** The learner's code by challenge, and the challenges that passed. */
  readonly code?: Readonly<Record<string, string>>;
  readonly passed?: readonly string[];
  /** Whether the reader wants the page kept for use without a network; absent where nobody was asked. */
  readonly offline?: boolean;
  /** Whether keys of one letter do something; they do unless it is said. */
  readonly letters?: boolean;
}

/** Whether this page is within another one: nothing is kept there. */
export const framed: boolean = window.self !== window.top;

/** The work that is open, and how this page last saw it kept. */
let id = fresh();
let seen: string | undefined;
/** Where storage was refused. */
let memory: Saved | undefined;

/** A scenario is open that is not the kept one: from its first edit on it is a work of its own. */
export function begin(): void {
  id = fresh();
  seen = undefined;
}

/** The kept work is open, or one that was put aside. */
export function resume(work: { readonly id?: string; readonly text?: string }): void {
  id = work.id ?? "";
  seen = work.text;
}

export function load(): Saved {
  if (framed) return {};
  if (memory !== undefined) return memory;
  let kept: string | null;
  try {
    kept = localStorage.getItem(KEY);
  } catch {
    return {};
  }
  return read(kept ?? "{}");
}

/** Keeps a change; what is kept then. */
export function save(change: Saved): Saved {
  if (framed) return {};
  const old = load();
  const now = { ...old, ...change, ...(change.text === undefined ? {} : continued(old)) };
  keep(now);
  if (change.text !== undefined) seen = change.text;
  return now;
}

function keep(saved: Saved): void {
  if (memory === undefined) {
    try {
      localStorage.setItem(KEY, JSON.stringify(saved));
      return;
    } catch {
      // Refused or full: what is kept there stays as it is.
    }
  }
  memory = saved;
}

/** Which work the new text is, and what is put aside for it. */
function continued({ text, id: kept = "", given = false, earlier = [] }: Saved): Saved {
  // Another tab went on with the same work.
  if (kept === id && text !== undefined && text !== seen) id = fresh();
  const others = earlier.filter((work) => work.id !== id && work.id !== kept);
  const all = text === undefined || kept === id ? others : [{ id: kept, text, given, at: Date.now() }, ...others];
  return { id, earlier: few(all) };
}

function few(all: readonly Work[]): readonly Work[] {
  let letters = 0;
  return all.slice(0, EARLIER_MAX).filter(({ text }) => (letters += text.length) <= EARLIER_LETTERS_MAX);
}

function fresh(): string {
  return crypto.getRandomValues(new Uint32Array(2)).join("-");
}

function read(kept: string): Saved {
  let found: unknown;
  try {
    found = JSON.parse(kept);
  } catch {
    return {};
  }
  if (!isRecord(found)) return {};
  const { text, id: work, theme, given, letters, offline, code, passed, earlier } = found;
  return { ...textOf("text", text), ...textOf("id", work), ...textOf("theme", theme), given: given === true, letters: letters !== false, earlier: earlierOf(earlier), ...codeOf(code), ...passedOf(passed), ...offlineOf(offline) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function earlierOf(value: unknown): readonly Work[] {
  return (Array.isArray(value) ? value : []).filter(isRecord).flatMap(({ id: work, text, given, at }) => (typeof work === "string" && typeof text === "string" && typeof at === "number" ? [{ id: work, text, given: given === true, at }] : []));
}

function codeOf(value: unknown): Saved {
  if (!isRecord(value)) return {};
  return { code: Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string")) };
}

function passedOf(value: unknown): Saved {
  return Array.isArray(value) ? { passed: value.filter((name) => typeof name === "string") } : {};
}

function offlineOf(value: unknown): Saved {
  return typeof value === "boolean" ? { offline: value } : {};
}

function textOf(name: "text" | "id" | "theme", value: unknown): Saved {
  return typeof value === "string" ? { [name]: value } : {};
}
