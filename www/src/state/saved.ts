// The reader's own work, kept in this browser under one key. Storage may be refused: then nothing is kept.

const KEY = "shardlab";

interface Saved {
  readonly text?: string;
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

export function load(): Saved {
  if (framed) return {};
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return isRecord(found)
      ? { ...textOf("text", found["text"]), ...textOf("theme", found["theme"]), given: found["given"] === true, letters: found["letters"] !== false, ...codeOf(found["code"]), ...passedOf(found["passed"]), ...offlineOf(found["offline"]) }
      : {};
  } catch {
    return {};
  }
}

export function save(change: Saved): void {
  if (framed) return;
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...load(), ...change }));
  } catch {
    // Refused or full: the page works without.
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function codeOf(value: unknown): Saved {
  if (!isRecord(value)) return {};
  return { code: Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string")) };
}

function passedOf(value: unknown): Saved {
  return Array.isArray(value) ? { passed: value.filter((id) => typeof id === "string") } : {};
}

function offlineOf(value: unknown): Saved {
  return typeof value === "boolean" ? { offline: value } : {};
}

function textOf(name: "text" | "theme", value: unknown): Saved {
  return typeof value === "string" ? { [name]: value } : {};
}
