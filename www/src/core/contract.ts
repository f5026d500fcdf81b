// The one contract between the page and its worker: every message that passes, in either direction.
import type { ChallengeReport, Expected, KeyChoice, KeyReport, MigrationStory, RouteAnswer } from "./types.ts";

/** A finished run: a later one takes over the strategies that have the same to do. */
export interface Earlier {
  readonly text: string;
  readonly report: Uint8Array;
}

/** What the core can be asked to do away from the page's thread. */
export type Task =
  | { readonly kind: "run"; readonly text: string; readonly earlier: Earlier | undefined }
  | { readonly kind: "sweep"; readonly text: string }
  | { readonly kind: "migration"; readonly text: string; readonly strategy: number; readonly phase: number; readonly watched: string }
  | { readonly kind: "story"; readonly text: string; readonly strategy: number; readonly phase: number; readonly watched: string; readonly key: string }
  | { readonly kind: "incident"; readonly text: string; readonly strategy: number; readonly phase: number }
  | { readonly kind: "tipping"; readonly text: string; readonly strategy: number; readonly phase: number; readonly part: number; readonly parts: number }
  | { readonly kind: "route"; readonly text: string; readonly key: string; readonly phases: readonly number[] }
  | { readonly kind: "csv"; readonly text: string; readonly strategy: number; readonly phase: number }
  | { readonly kind: "json"; readonly text: string }
  | { readonly kind: "measure"; readonly text: string; readonly phase: number; readonly strategies: readonly number[] }
  | ({ readonly kind: "keys" } & KeysAsked)
  | { readonly kind: "expected"; readonly text: string; readonly report: Uint8Array }
  | { readonly kind: "challenge"; readonly id: string; readonly source: string }
  | PartTask;

/** A file with keys of the reader's own, and how it is to be read; what is not chosen is found. */
export interface KeysAsked {
  readonly file: Blob;
  readonly name: string;
  readonly choice: KeyChoice;
  /** The digest that the keys should have: other ways to read the file are tried for it. */
  readonly wanted: string | undefined;
}

/** What became of a file: the report and, where there are any, its keys, each with a line feed behind it. */
export interface KeysDone {
  readonly report: KeyReport;
  readonly keys: Uint8Array<ArrayBuffer> | undefined;
}

/** A range of keys for one who counts. What was built for a number is kept until the end of that number, or another. */
export interface PartTask {
  readonly kind: "part";
  readonly number: number;
  readonly text: string;
  readonly begin: number;
  readonly keys: number;
  /** What is wanted behind the range: nothing, what was counted so far, or that and an end. */
  readonly then: "go-on" | "tell" | "end";
}

/** What a range took, milliseconds, and what all ranges of its number found. */
export interface PartDone {
  readonly buildMs: number;
  readonly countMs: number;
  readonly counts: Uint8Array<ArrayBuffer> | undefined;
}

/** What was measured of a strategy in this browser, nanoseconds, and the bytes of what was prepared for its look-ups. */
export interface Timing {
  readonly lookUpNs: number;
  readonly buildNs: number;
  readonly preparedBytes: number;
}

/** What each task gives back. */
export interface Results {
  run: Uint8Array<ArrayBuffer>;
  sweep: Uint8Array<ArrayBuffer>;
  migration: Uint8Array<ArrayBuffer>;
  story: MigrationStory;
  incident: Uint8Array<ArrayBuffer>;
  tipping: Uint8Array<ArrayBuffer>;
  route: RouteAnswer[][];
  csv: string;
  json: string;
  /** Parallel to the strategies that were asked for. */
  measure: Timing[];
  expected: Expected[];
  challenge: ChallengeReport;
  part: PartDone;
  keys: KeysDone;
}

export type Result = Results[Task["kind"]];

/** Called with how much is done, of how much: keys placed, times taken. */
export type OnProgress = (done: number, total: number) => void;

export type ToWorker =
  | { readonly kind: "start"; readonly module: WebAssembly.Module }
  /** Keys that texts of later tasks name by their digest. */
  | { readonly kind: "keys"; readonly sha256: string; readonly keys: Uint8Array }
  | { readonly kind: "task"; readonly id: number; readonly task: Task };

export type FromWorker =
  | { readonly kind: "ready" }
  | { readonly kind: "progress"; readonly id: number; readonly done: number; readonly total: number }
  | { readonly kind: "done"; readonly id: number; readonly result: Result }
  | { readonly kind: "failed"; readonly id: number; readonly message: string };
