// Links to scenes of lessons, `#lesson=sharding&scene=the-ring&step=1&lang=de`: they name what the page has, and hold no text.
import type { State } from "./model.ts";

export interface LessonLink {
  readonly lesson: string;
  readonly scene?: string;
  readonly step?: number;
  readonly lang?: string;
}

/** What a lesson, a scene or a language can be called. */
const NAME = /^[a-z0-9-]{1,64}$/u;
const STEP = /^\d{1,4}$/u;

/** What the fragment of an address names, where it is one of a lesson; a field that nothing can be called is left out. */
export function readLessonLink(hash: string): LessonLink | undefined {
  if (!hash.startsWith("#lesson=")) return undefined;
  const fields = new URLSearchParams(hash.slice(1));
  const field = (name: string, form: RegExp): string | undefined => (form.test(fields.get(name) ?? "") ? (fields.get(name) ?? undefined) : undefined);
  const [scene, step, lang] = [field("scene", NAME), field("step", STEP), field("lang", NAME)];
  return { lesson: field("lesson", NAME) ?? "", ...(scene === undefined ? {} : { scene }), ...(step === undefined ? {} : { step: Number(step) }), ...(lang === undefined ? {} : { lang }) };
}

/** The scene that what stands in the address was made of, by the entry of the browser's history. */
export function sceneOfEntry(): LessonLink | undefined {
  const entry: unknown = history.state;
  return typeof entry === "string" ? readLessonLink(entry) : undefined;
}

/** The link to the open scene and, unless it is `entered`, to the step that is shown, as long as its text is the one that is shown. */
export function sceneLink({ lesson, text, place }: State, entered = false): string | undefined {
  if (lesson?.kind !== "open" || lesson.at.text !== text) return undefined;
  return lesson.at.link + (entered || place.target === lesson.at.step ? "" : `&step=${String(place.target)}`);
}
