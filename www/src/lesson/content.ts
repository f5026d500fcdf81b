// A lesson as the build leaves it (xtask/src/lessons), and its loading: one script a lesson and language, since a script loads everywhere.
import type { PanelTab } from "../state/model.ts";
import { lessonFiles, script } from "../state/page.ts";

export type Inline =
  | string
  | { readonly em: readonly Inline[] }
  | { readonly strong: readonly Inline[] }
  | { readonly code: string }
  | { readonly link: string; readonly of: readonly Inline[] };

export type Block =
  | { readonly p: readonly Inline[] }
  | { readonly h: readonly Inline[] }
  | { readonly ul: readonly (readonly Block[])[] }
  | { readonly ol: readonly (readonly Block[])[] }
  | { readonly pre: string };

/** What of the scene's own run answers a question. */
export type Measure = { readonly strategy: string; readonly step: number } & (
  | { readonly what: "moved" | "moved_share" | "peak" | "verdict" | "owner_changes" }
  | { readonly what: "key_node" | "key_moves"; readonly key: string }
  | { readonly what: "migration"; readonly policy: string; readonly count: Count }
);

/** What a migration counts of its requests. */
export type Count = "miss" | "blocked" | "stale" | "lost" | "redirect" | "error";

/** An answer that can be chosen: it is right where the measure is in its range, or is its word. */
export interface Option {
  readonly says: readonly Inline[];
  readonly from?: number;
  readonly below?: number;
  readonly is?: string;
}

export type Question = { readonly ask: readonly Inline[]; readonly measure: Measure; readonly why: readonly Block[] } & (
  | { readonly kind: "number"; readonly from: number; readonly to: number; readonly by: number }
  | { readonly kind: "choice"; readonly options: readonly Option[] }
  | { readonly kind: "mark" }
);

export interface Scene {
  readonly id: string;
  readonly title: string;
  readonly minutes: number;
  /** The scenario. */
  readonly text: string;
  readonly place: { readonly step: number; readonly strategy?: string; readonly panel?: PanelTab; readonly key?: string; readonly challenge?: string };
  /** Whether the learner's answers are gathered below its text. */
  readonly summary: boolean;
  readonly body: readonly Block[];
  readonly question?: Question;
}

export interface Lesson {
  readonly id: string;
  readonly lang: string;
  readonly title: string;
  readonly scenes: readonly Scene[];
}

declare global {
  interface Window {
    /** What the scripts of lessons leave behind, by name and language. */
    shardlabLessons?: Readonly<Record<string, Lesson>>;
  }
}

interface File {
  readonly lesson: string;
  readonly lang: string;
  readonly address: string;
}

const files: readonly File[] = lessonFiles.split(" ").flatMap((entry) => {
  const [, lesson, lang, address] = /^([a-z0-9-]+)\.([a-z0-9-]+)=(.+)$/u.exec(entry) ?? [];
  return lesson === undefined || lang === undefined || address === undefined ? [] : [{ lesson, lang, address }];
});

/** The names of all lessons, the first one first. */
export const names: readonly string[] = [...new Set(files.map(({ lesson }) => lesson))];

/** The languages of a lesson, the one that it was written in first. */
export function languages(lesson: string): string[] {
  return files.filter((file) => file.lesson === lesson).map(({ lang }) => lang);
}

/** Loads a lesson in a language, again where it did not arrive. */
export async function load(lesson: string, lang: string): Promise<Lesson> {
  const file = files.find((one) => one.lesson === lesson && one.lang === lang);
  if (file === undefined) throw new Error(`there is no lesson ${lesson} in ${lang}`);
  const name = `${lesson}.${lang}`;
  if (window.shardlabLessons?.[name] === undefined) await script(file.address);
  const found = window.shardlabLessons?.[name];
  if (found === undefined) throw new Error(`${file.address} ran but leaves no lesson`);
  return found;
}
