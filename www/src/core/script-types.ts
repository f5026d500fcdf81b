// Learners' code at the core's boundary, under the page's names. The exports are the whole core's and the script engine's;
// the first core has none of them, so each may be absent.
import type { Glue } from "./load.ts";
import type { Progress } from "./types.ts";

/** A strategy of a scenario that is written in code. */
export interface ScriptInfo {
  readonly strategy: number;
  readonly name: string;
  readonly source: string;
}

/** Writes code into a scenario: into one of its strategies, or as one more. */
export interface ScriptEdit {
  readonly do: "set_script";
  readonly index?: number;
  readonly name: string;
  readonly source: string;
}

/** What went wrong in a learner's code. Lines and columns count from 1, columns in characters. */
export interface CodeError {
  readonly message: string;
  readonly remedy?: string;
  readonly line: number;
  readonly column: number;
  readonly end_line: number;
  readonly end_column: number;
  /** It ran into a limit and was stopped. */
  readonly stopped: boolean;
}

/** What a run says of a strategy in code, beside what it says of any. */
export interface CodedStrategy {
  readonly name: string;
  /** Where the code was wrong or stopped, where that is the reason. */
  readonly refused?: { readonly step: number; readonly error?: CodeError };
  readonly printed?: readonly string[];
}

export interface ChallengeInfo {
  readonly id: string;
  readonly title: string;
  readonly level: string;
  /** Paragraphs; what stands in backticks is code. */
  readonly task: readonly string[];
  /** The code that it begins with. */
  readonly start: string;
  readonly hints: readonly string[];
  readonly checks: readonly { readonly id: string; readonly title: string }[];
}

export interface CheckReport {
  readonly id: string;
  readonly title: string;
  readonly state: "passed" | "failed" | "not_reached";
  /** The smallest example of what is wrong, as a sentence. */
  readonly example?: string;
}

export interface ChallengeReport {
  readonly passed: boolean;
  readonly checks: readonly CheckReport[];
  readonly printed: readonly string[];
  readonly error?: CodeError;
  /** What moved, with its figures. */
  readonly moved?: string;
}

/** Checks a learner's code bit by bit. */
export interface Challenger {
  advance(cases: number): Progress;
  report(): ChallengeReport;
  free(): void;
}

/** What the core has beside the rest where it knows code. */
export interface Scripted {
  scripts(text: string): ScriptInfo[];
  twin(kind: string): string | undefined;
  challenges(): ChallengeInfo[];
  /** Of the script engine alone. */
  Challenger: new (id: string, source: string) => Challenger;
}

/** A core that may know code. */
export type ScriptedGlue = Omit<Glue, keyof Scripted> & Partial<Scripted>;
