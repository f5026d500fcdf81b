// What the page knows of an open lesson, beside what the scene's run finds.
import type { Lesson } from "./content.ts";

/** What a learner said before they saw. */
export type Said =
  | { readonly kind: "skipped" }
  | { readonly kind: "number"; readonly number: number }
  | { readonly kind: "choice"; readonly option: number }
  | { readonly kind: "mark"; readonly degrees: number };

/** What the run of a scene finds of its question. */
export type Found =
  | { readonly kind: "number"; readonly number: number; readonly keys: number; readonly all: number }
  | { readonly kind: "word"; readonly word: string }
  /** Of a place on the ring: its node before the step and after it. */
  | { readonly kind: "owners"; readonly before: string; readonly after: string };

/** An answer, and what was found when it was last shown. */
export interface Answer {
  readonly said: Said;
  readonly found: Found | undefined;
}

export type LessonState = { readonly kind: "coming" } | OpenLesson;

export interface OpenLesson {
  readonly kind: "open";
  readonly lesson: Lesson;
  /** All languages that it can be read in. */
  readonly languages: readonly string[];
  /** The number of the open scene. */
  readonly scene: number;
  /** By the scene's name. */
  readonly answers: Readonly<Record<string, Answer>>;
  /** The ring's verdict would be beside the point, or misleading: its finding is said without it. */
  readonly plain: boolean;
  /** A place on the ring that is not yet said, degrees clockwise from twelve o'clock. */
  readonly marked: number | undefined;
  /** The open scene's own text and step, and the link to it. */
  readonly at: { readonly text: string; readonly step: number; readonly link: string };
}
